package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes tries to scripts and processes: command line, and the environment that a node gives. */
final class Attempts {

    private static final int MASTER_PORT = 6000;

    private Attempts() {}

    static TaskAttempt of(Task task, ObjectNode spec, Node node, int number) {
        Job job = task.job;
        String token = Trees.hasItems(spec.path("authenticationTokenSettings"), "access")
                ? job.account.issueTaskToken(job)
                : null;
        List<Instance> instances = task.run().instances;
        return new TaskAttempt(
                job.isManager(task) ? TaskAttempt.Kind.JOB_MANAGER : TaskAttempt.Kind.TASK,
                node.pool.id,
                node.id,
                job.id,
                task.id,
                0,
                number,
                Trees.text(spec, "commandLine", ""),
                () -> {
                    Map<String, String> environment = environment(node, job, task.id, TaskFiles.directory(task), spec);
                    if (token != null) {
                        environment.put("AZ_BATCH_AUTHENTICATION_TOKEN", token);
                    }
                    if (instances != null) {
                        cooperate(environment, task, instances, instances.get(0));
                    }
                    return environment;
                });
    }

    static TaskAttempt coordination(Task task, List<Instance> instances, Instance instance, JsonNode settings) {
        Job job = task.job;
        Node node = instance.node;
        return new TaskAttempt(
                TaskAttempt.Kind.COORDINATION,
                node.pool.id,
                node.id,
                job.id,
                task.id,
                instance.number,
                task.run().tries,
                Trees.text(settings, "coordinationCommandLine", ""),
                () -> {
                    Map<String, String> environment =
                            environment(node, job, task.id, instance.directory(task), task.spec());
                    cooperate(environment, task, instances, instance);
                    return environment;
                });
    }

    static TaskAttempt of(SetupRun run, int number) {
        Job job = run.job;
        return new TaskAttempt(
                run.kind,
                run.node.pool.id,
                run.node.id,
                job == null ? "" : job.id,
                run.id(),
                0,
                number,
                Trees.text(run.spec, "commandLine", ""),
                () -> environment(run.node, job, run.id(), run.directory(), run.spec));
    }

    private static Map<String, String> environment(
            Node node, @Nullable Job job, String taskId, String directory, JsonNode spec) {
        Map<String, String> environment = new TreeMap<>();
        String root = node.root();
        environment.put("AZ_BATCH_ACCOUNT_NAME", node.pool.account.name());
        environment.put("AZ_BATCH_POOL_ID", node.pool.id);
        environment.put("AZ_BATCH_NODE_ID", node.id);
        environment.put("AZ_BATCH_NODE_IS_DEDICATED", String.valueOf(node.dedicated));
        environment.put("AZ_BATCH_NODE_ROOT_DIR", root);
        environment.put("AZ_BATCH_NODE_SHARED_DIR", root + "/shared");
        environment.put("AZ_BATCH_NODE_STARTUP_DIR", root + "/startup");
        environment.put("AZ_BATCH_TASK_ID", taskId);
        environment.put("AZ_BATCH_TASK_DIR", root + "/" + directory);
        environment.put("AZ_BATCH_TASK_WORKING_DIR", root + "/" + directory + "/wd");
        Packages.environment(environment, node, node.pool.spec);
        if (job != null) {
            environment.put("AZ_BATCH_JOB_ID", job.id);
            if (job.preparation() != null) {
                String preparation = Trees.text(job.preparation(), "id", Job.PREPARATION);
                String prepared = root + "/workitems/" + job.id + "/job-1/" + preparation;
                environment.put("AZ_BATCH_JOB_PREP_DIR", prepared);
                environment.put("AZ_BATCH_JOB_PREP_WORKING_DIR", prepared + "/wd");
            }
            settings(environment, job.spec.path("commonEnvironmentSettings"));
        }
        Packages.environment(environment, node, spec);
        settings(environment, spec.path("environmentSettings"));
        return environment;
    }

    /** Adds what the parts of a multi-instance task need to find each other. */
    private static void cooperate(Map<String, String> environment, Task task, List<Instance> instances, Instance self) {
        String root = self.node.root();
        environment.put("AZ_BATCH_TASK_SHARED_DIR", root + "/" + TaskFiles.directory(task));
        environment.put("AZ_BATCH_IS_CURRENT_NODE_MASTER", String.valueOf(!self.isSubtask()));
        environment.put("AZ_BATCH_MASTER_NODE", instances.get(0).node.address() + ":" + MASTER_PORT);
        environment.put("AZ_BATCH_NODE_LIST", addresses(instances, ";"));
        environment.put("AZ_BATCH_HOST_LIST", addresses(instances, ","));
        environment.put("CCP_NODES", ccpNodes(instances));
    }

    private static String addresses(List<Instance> instances, String separator) {
        return instances.stream().map(instance -> instance.node.address()).collect(Collectors.joining(separator));
    }

    /** The nodes in the form that MS-MPI reads: how many, then each with the number of its cores. */
    private static String ccpNodes(List<Instance> instances) {
        return instances.size()
                + instances.stream()
                        .map(instance -> " " + instance.node.address() + " " + instance.node.pool.cores())
                        .collect(Collectors.joining());
    }

    private static void settings(Map<String, String> environment, JsonNode settings) {
        settings.forEach(setting -> environment.put(Trees.text(setting, "name", ""), Trees.text(setting, "value", "")));
    }
}
