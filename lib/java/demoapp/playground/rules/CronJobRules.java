package demoapp.playground.rules;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.schema.CronSchedule;
import demoapp.playground.store.Registry;

/** CronJob. */
final class CronJobRules extends Rules {
    private static final int NAME_LENGTH = 52; // its Jobs' names add eleven characters

    @Override
    int looks() {
        return 3;
    }

    @Override
    boolean counted() {
        return true;
    }

    @Override
    List<String> nameFaults(String name) {
        var faults = new ArrayList<>(super.nameFaults(name));
        if (name.length() > NAME_LENGTH) {
            faults.add("must be no more than 52 characters");
        }
        return faults;
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
        causes.notNegative("spec.startingDeadlineSeconds", spec.get("startingDeadlineSeconds"));
        if (spec.get("timeZone") != null) {
            zone(Json.text(spec, "timeZone"), causes);
        }
        var policy = Json.text(spec, "concurrencyPolicy");
        if (policy.isEmpty()) {
            causes.required("spec.concurrencyPolicy");
        } else {
            causes.oneOf("spec.concurrencyPolicy", policy, "Allow", "Forbid", "Replace");
        }
        var job = Json.map(spec, "jobTemplate", "spec");
        JobRules.spec(job, "spec.jobTemplate.spec", causes);
        if (job.get("selector") != null) {
            causes.invalid("spec.jobTemplate.spec.selector", GoStructs.selector(job.get("selector")),
                    "`selector` will be auto-generated");
        }
        if (Json.truth(job, "manualSelector")) {
            causes.notSupported("spec.jobTemplate.spec.manualSelector", true, "nil", "false");
        }
        causes.notNegative("spec.successfulJobsHistoryLimit", spec.get("successfulJobsHistoryLimit"));
        causes.notNegative("spec.failedJobsHistoryLimit", spec.get("failedJobsHistoryLimit"));
    }

    private static void schedule(String schedule, Causes causes) {
        if (schedule.isEmpty()) {
            causes.required("spec.schedule");
            return;
        }
        var fault = CronSchedule.fault(schedule);
        if (!fault.isEmpty()) {
            causes.invalid("spec.schedule", schedule, fault);
        }
        if (schedule.contains("TZ")) {
            causes.invalid("spec.schedule", schedule,
                    "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
    }

    private static void zone(String zone, Causes causes) {
        if (zone.isEmpty()) {
            causes.invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string");
        } else if (zone.equalsIgnoreCase("Local")) {
            causes.invalid("spec.timeZone", zone,
                    "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        } else if (!known(zone)) {
            causes.invalid("spec.timeZone", zone, "unknown time zone " + zone);
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
