package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** Job: it gets its selector and labels from its own uid. */
final class JobRules extends Rules {
    private static final String UID = "batch.kubernetes.io/controller-uid";
    private static final String NAME = "batch.kubernetes.io/job-name";

    @Override
    boolean counted() {
        return true;
    }

    @Override
    public void defaults(Map<String, Object> object) {
        fill(Json.child(object, "spec"));
        labels(object);
    }

    /** The defaults of a Job's spec; also of a CronJob's template, which gets fewer. */
    private static void fill(Map<String, Object> spec) {
        if (!spec.containsKey("completions") && !spec.containsKey("parallelism")) {
            spec.put("completions", 1);
        }
        spec.putIfAbsent("parallelism", 1);
        spec.putIfAbsent("backoffLimit", 6);
        spec.putIfAbsent("completionMode", "NonIndexed");
        spec.putIfAbsent("suspend", false);
        spec.putIfAbsent("manualSelector", false);
        spec.putIfAbsent("podReplacementPolicy",
                spec.containsKey("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        PodSpecDefaults.fill(Json.child(Json.child(spec, "template"), "spec"));
    }

    /** A Job without labels shows its template's. */
    private static void labels(Map<String, Object> object) {
        var labels = Json.map(object, "spec", "template", "metadata", "labels");
        if (Json.map(object, "metadata", "labels").isEmpty() && !labels.isEmpty()) {
            Json.set(object, Json.copy(labels), "metadata", "labels");
        }
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object());
        Json.set(object, 1, "metadata", "generation");
        if (Json.truth(object, "spec", "manualSelector")) {
            return;
        }
        var uid = Json.text(object, "metadata", "uid");
        var name = Json.text(object, "metadata", "name");
        var labels = Json.child(Json.child(Json.child(Json.child(object, "spec"), "template"), "metadata"), "labels");
        Map.of(UID, uid, NAME, name, "controller-uid", uid, "job-name", name).forEach(labels::put);
        if (Json.at(object, "spec", "selector") == null) {
            Json.set(object, Json.object(UID, uid), "spec", "selector", "matchLabels");
        }
        labels(object);
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        spec(Json.map(object, "spec"), "spec", causes);
        selector(object, causes);
    }

    static void spec(Map<String, Object> spec, String field, Causes causes) {
        for (var amount : List.of("parallelism", "completions", "activeDeadlineSeconds", "backoffLimit",
                "ttlSecondsAfterFinished")) {
            causes.notNegative(field + "." + amount, spec.get(amount));
        }
        var template = Json.map(spec, "template");
        TemplateRules.validate(template, field + ".template", "", causes);
        if (Json.text(template, "spec", "restartPolicy").equals("Always")) {
            causes.required(field + ".template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        }
    }

    private static void selector(Map<String, Object> object, Causes causes) {
        var selector = Json.map(object, "spec", "selector", "matchLabels");
        var labels = Json.map(object, "spec", "template", "metadata", "labels");
        if (!Json.truth(object, "spec", "manualSelector")
                && !selector.equals(Map.of(UID, Json.text(object, "metadata", "uid")))) {
            causes.invalid("spec.selector", GoStructs.selector(Json.at(object, "spec", "selector")),
                    "`selector` not auto-generated");
        }
        for (var twice = 0; !labels.entrySet().containsAll(selector.entrySet()) && twice < 2; twice++) {
            causes.invalid("spec.template.metadata.labels", GoStructs.labels(labels),
                    "`selector` does not match template `labels`");
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        fixed("completions", object, old, causes);
        if (!Json.same(Json.at(object, "spec", "selector"), Json.at(old, "spec", "selector"))) {
            causes.invalid("spec.selector", GoStructs.selector(Json.at(object, "spec", "selector")),
                    "field is immutable");
        }
        var template = Json.at(object, "spec", "template");
        if (!Json.same(template, Json.at(old, "spec", "template"))) {
            causes.invalid("spec.template", GoStructs.struct("core.PodTemplateSpec", template), "field is immutable");
        }
        fixed("completionMode", object, old, causes);
    }

    private static void fixed(String field, Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var value = Json.at(object, "spec", field);
        if (!Json.same(value, Json.at(old, "spec", field))) {
            causes.invalid("spec." + field, value, "field is immutable");
        }
    }
}
