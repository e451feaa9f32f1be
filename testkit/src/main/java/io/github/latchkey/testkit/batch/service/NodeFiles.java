package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The files of a node: the directories that every node has, and those of the tasks that ran there. */
final class NodeFiles {

    private NodeFiles() {}

    static FileTree of(Node node) {
        FileTree tree = new FileTree();
        for (String directory : List.of("applications", "fsmounts", "shared", "startup", "volatile", "workitems")) {
            tree.addDirectory(directory, node.allocated);
        }
        if (node.startTask != null && node.startTask.start != Ticks.NEVER) {
            tree.mount("startup", TaskFiles.of(node.startTask), node.startTask.start);
        }
        node.preparations.values().forEach(run -> tree.mount(run.directory(), TaskFiles.of(run), run.start));
        node.releases.values().forEach(run -> tree.mount(run.directory(), TaskFiles.of(run), run.start));
        for (Task task : node.directories) {
            if (task.run().start != Ticks.NEVER && task.run().node == node) {
                tree.mount(TaskFiles.directory(task), TaskFiles.of(task), task.run().start);
            }
            task.subtaskOn(node)
                    .filter(subtask -> subtask.start != Ticks.NEVER)
                    .ifPresent(subtask ->
                            tree.mount(TaskFiles.directory(task), TaskFiles.of(task, subtask), subtask.start));
        }
        packages(tree, node, node.pool.spec);
        node.tasks.forEach(task -> packages(tree, node, task.spec()));
        node.deleted.forEach(tree::remove);
        return tree;
    }

    private static void packages(FileTree tree, Node node, JsonNode spec) {
        spec.path("applicationPackageReferences")
                .forEach(reference -> tree.addDirectory(Packages.directory(node, reference), node.allocated));
    }
}
