package demoapp.apply;

import java.util.List;
import java.util.Map;

import demoapp.Problem;
import demoapp.apply.Apply.Planned;
import demoapp.cluster.Answer;
import demoapp.cluster.Requests;
import demoapp.json.Json;
import demoapp.manifest.Manifest;

/**
 * A Job runs once, and its template cannot be changed: to run again, or differently, takes another Job. A finished one is
 * replaced when that is asked for, by --replace-jobs, or by the Job itself: its annotation names another object, and it
 * runs again whenever that is made anew.
 */
final class JobReplacement {
    private static final String RUN_AGAIN_FOR_NEW = "demoapp/run-again-for-new";

    private JobReplacement() { }

    static boolean isRefused(Manifest manifest, Answer answer) {
        return manifest.kind().equals("Job") && answer.message().contains("field is immutable");
    }

    static void check(Planned planned, boolean allowed) {
        var title = planned.manifest().where() + ": " + planned.manifest().title();
        if (!isFinished(planned.before())) {
            throw Problem.failed(title + " is still running with another template, and Jobs cannot be changed.\n"
                    + "Wait until it has finished, or delete it: kubectl delete -n " + planned.namespace() + " job "
                    + planned.manifest().name());
        }
        if (!allowed) {
            throw Problem.failed(title + " has finished with another template, and Jobs cannot be changed.\n"
                    + "--replace-jobs deletes it, with its pods and their logs, and runs the new one.");
        }
    }

    /** Whether a Job that has run is to run again, for what this plan creates. */
    static boolean isDue(Planned job, List<Planned> plan) {
        var other = Json.text(job.manifest().object(), "metadata", "annotations", RUN_AGAIN_FOR_NEW);
        return job.manifest().kind().equals("Job") && isFinished(job.before())
                && plan.stream().anyMatch(p -> p.manifest().title().equals(other) && p.before().isEmpty());
    }

    static void delete(Requests requests, Planned planned) {
        Deletion.deleteAndWait(requests, planned.path());
    }

    private static boolean isFinished(Map<String, Object> job) {
        return Json.maps(job, "status", "conditions").stream()
                .anyMatch(condition -> Json.text(condition, "status").equals("True")
                        && Json.text(condition, "type").matches("Complete|Failed"));
    }
}
