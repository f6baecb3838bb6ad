package demoapp;

import java.util.Map;

import demoapp.Apply.Planned;

/** A Job's template cannot be changed: another one takes another Job. A finished one is replaced when that is asked for. */
final class JobReplacement {
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

    static void delete(Requests requests, Planned planned) {
        Deletion.deleteAndWait(requests, planned.path());
    }

    private static boolean isFinished(Map<String, Object> job) {
        return Json.maps(job, "status", "conditions").stream()
                .anyMatch(condition -> Json.text(condition, "status").equals("True")
                        && Json.text(condition, "type").matches("Complete|Failed"));
    }
}
