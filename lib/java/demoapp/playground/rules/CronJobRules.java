package demoapp.playground.rules;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** CronJob. */
final class CronJobRules extends Rules {
    private static final int NAME_LENGTH = 52; // its Jobs' names add eleven characters

    @Override
    boolean counted() {
        return true;
    }

    @Override
    String nameError(String name) {
        return name.length() > NAME_LENGTH ? "must be no more than 52 characters" : super.nameError(name);
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("concurrencyPolicy", "Allow");
        spec.putIfAbsent("suspend", false);
        spec.putIfAbsent("successfulJobsHistoryLimit", 3);
        spec.putIfAbsent("failedJobsHistoryLimit", 1);
        var job = Json.child(Json.child(spec, "jobTemplate"), "spec");
        PodSpecDefaults.fill(Json.child(Json.child(job, "template"), "spec"));
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object());
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        schedule(Json.text(spec, "schedule"), causes);
        var zone = Json.text(spec, "timeZone");
        if (!zone.isEmpty() && !known(zone)) {
            causes.invalid("spec.timeZone", zone, "unknown time zone " + zone);
        }
        var policy = Json.text(spec, "concurrencyPolicy");
        if (!policy.matches("Allow|Forbid|Replace")) {
            causes.notSupported("spec.concurrencyPolicy", policy, "Allow", "Forbid", "Replace");
        }
        JobRules.spec(Json.map(spec, "jobTemplate", "spec"), "spec.jobTemplate.spec", causes);
    }

    private static void schedule(String schedule, Causes causes) {
        if (schedule.isEmpty()) {
            causes.required("spec.schedule");
        } else if (!schedule.startsWith("@") && schedule.strip().split("\\s+").length != 5) {
            var fields = schedule.strip().split("\\s+");
            causes.invalid("spec.schedule", schedule, "expected exactly 5 fields, found %d: [%s]"
                    .formatted(fields.length, String.join(" ", fields)));
        }
    }

    private static boolean known(String zone) {
        try {
            ZoneId.of(zone);
            return true;
        } catch (DateTimeException unknown) {
            return false;
        }
    }
}
