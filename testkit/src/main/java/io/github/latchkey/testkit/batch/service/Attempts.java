package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Describes tries to scripts: command line, and the environment that a real node would give. */
final class Attempts {

    private Attempts() {}

    static TaskAttempt of(Task task, JsonNode spec, Node node, int number) {
        Job job = task.job;
        String token = Trees.hasItems(spec.path("authenticationTokenSettings"), "access")
                ? job.account.issueTaskToken(job)
                : null;
        return new TaskAttempt(
                job.isManager(task) ? TaskAttempt.Kind.JOB_MANAGER : TaskAttempt.Kind.TASK,
                node.pool.id,
                node.id,
                job.id,
                task.id,
                number,
                Trees.text(spec, "commandLine", ""),
                () -> {
                    Map<String, String> environment = environment(node, job, task.id, TaskFiles.directory(task), spec);
                    if (token != null) {
                        environment.put("AZ_BATCH_AUTHENTICATION_TOKEN", token);
                    }
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
                number,
                Trees.text(run.spec, "commandLine", ""),
                () -> environment(run.node, job, run.id(), run.directory(), run.spec));
    }

    private static Map<String, String> environment(
            Node node, @Nullable Job job, String taskId, String directory, JsonNode spec) {
        Map<String, String> environment = new TreeMap<>();
        String root = "/mnt/batch/tasks";
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
        if (job != null) {
            environment.put("AZ_BATCH_JOB_ID", job.id);
            settings(environment, job.spec.path("commonEnvironmentSettings"));
        }
        settings(environment, spec.path("environmentSettings"));
        return environment;
    }

    private static void settings(Map<String, String> environment, JsonNode settings) {
        settings.forEach(setting -> environment.put(Trees.text(setting, "name", ""), Trees.text(setting, "value", "")));
    }
}
