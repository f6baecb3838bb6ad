package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** Job: it gets its selector and labels from its own uid. */
final class JobRules extends Rules {
    private static final String UID = "batch.kubernetes.io/controller-uid";
    private static final int INDEXED_LIMIT = 100_000;
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
        spec.putIfAbsent("backoffLimit", spec.containsKey("backoffLimitPerIndex") ? Integer.MAX_VALUE : 6);
        spec.putIfAbsent("completionMode", "NonIndexed");
        spec.putIfAbsent("suspend", false);
        spec.putIfAbsent("manualSelector", false);
        spec.putIfAbsent("podReplacementPolicy",
                spec.containsKey("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        for (var rule : Json.maps(spec, "podFailurePolicy", "rules")) {
            Json.maps(rule, "onPodConditions").stream().filter(pattern -> Json.text(pattern, "status").isEmpty())
                    .forEach(pattern -> pattern.put("status", "True"));
        }
        PodSpecDefaults.fill(Json.child(Json.child(spec, "template"), "spec"));
    }

    /** A Job without labels shows its template's. */
    private static void labels(Map<String, Object> object) {
        var labels = Json.map(object, "spec", "template", "metadata", "labels");
        if (Json.map(object, "metadata", "labels").isEmpty() && !labels.isEmpty()) {
            Json.set(object, labels, "metadata", "labels"); // the same map: what is generated shows in both
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
        Map.of(UID, uid, NAME, name, "controller-uid", uid, "job-name", name).forEach(labels::putIfAbsent);
        if (Json.at(object, "spec", "selector", "matchLabels", UID) == null) {
            Json.set(object, uid, "spec", "selector", "matchLabels", UID);
        }
    }

    /** Reading it back from storage fills in its labels. */
    @Override
    public void allocate(Map<String, Object> object, Map<String, Object> old, Registry registry) {
        labels(object);
        if (Json.at(object, "metadata", "labels") instanceof Map<?, ?>) {
            Json.set(object, Json.copy(Json.map(object, "metadata", "labels")), "metadata", "labels");
        }
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        generated(object, causes);
        whole(spec, causes);
    }

    private static void whole(Map<String, Object> spec, Causes causes) {
        spec(spec, "spec", causes);
        if (spec.get("selector") == null) {
            causes.required("spec.selector");
        } else {
            SelectorRules.validate(Json.map(spec, "selector"), "spec.selector", causes);
        }
        if (SelectorRules.readable(spec.get("selector"))) {
            TemplateRules.matches(spec, causes);
        }
    }

    /** Labels and selector must be those that were made from the uid. */
    private static void generated(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        if (Json.truth(spec, "manualSelector")) {
            return;
        }
        var labels = Json.map(spec, "template", "metadata", "labels");
        var uid = Json.text(object, "metadata", "uid");
        var name = Json.text(object, "metadata", "name");
        var expected = Json.object("controller-uid", uid, "job-name", name, UID, uid, NAME, name);
        expected.forEach((label, value) -> {
            if (!value.equals(labels.get(label))) {
                causes.invalid("spec.template.metadata.labels[" + label + "]", GoStructs.labels(labels),
                        "must be '" + value + "'");
            }
        });
        if (SelectorRules.readable(spec.get("selector")) && !SelectorRules.matches(spec.get("selector"), expected)) {
            causes.invalid("spec.selector", GoStructs.selector(spec.get("selector")),
                    "`selector` not auto-generated");
        }
    }

    /** A Job's spec, alone or in a CronJob. */
    static void spec(Map<String, Object> spec, String field, Causes causes) {
        for (var amount : List.of("parallelism", "completions", "activeDeadlineSeconds", "backoffLimit",
                "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes")) {
            causes.notNegative(field + "." + amount, spec.get(amount));
        }
        if (spec.get("maxFailedIndexes") != null && spec.get("backoffLimitPerIndex") == null) {
            causes.required(field + ".backoffLimitPerIndex", "when maxFailedIndexes is specified");
        }
        if ("".equals(spec.get("managedBy"))) {
            causes.required(field + ".managedBy");
        } else if (spec.get("managedBy") != null) {
            causes.invalid(field + ".managedBy", spec.get("managedBy"), Names.domainPath(Json.text(spec, "managedBy")));
        }
        completion(spec, field, causes);
        FailurePolicyRules.validate(spec, field, causes);
        if (spec.get("podReplacementPolicy") != null) {
            if (spec.get("podFailurePolicy") != null) {
                causes.oneOf(field + ".podReplacementPolicy", spec.get("podReplacementPolicy"), "Failed");
            } else {
                causes.oneOf(field + ".podReplacementPolicy", spec.get("podReplacementPolicy"), "Failed",
                        "TerminatingOrFailed");
            }
        }
        var template = Json.map(spec, "template");
        TemplateRules.validate(template, field + ".template", causes);
        restarts(spec, Json.text(template, "spec", "restartPolicy"), field + ".template.spec.restartPolicy", causes);
    }

    private static void restarts(Map<String, Object> spec, String policy, String field, Causes causes) {
        if (policy.equals("Always")) {
            causes.required(field, "valid values: \"OnFailure\", \"Never\"");
        } else if (!policy.equals("OnFailure") && !policy.equals("Never")) {
            causes.notSupported(field, policy, "OnFailure", "Never");
        } else if (spec.get("podFailurePolicy") != null && !policy.equals("Never")) {
            causes.invalid(field, policy, "only \"Never\" is supported when podFailurePolicy is specified");
        }
    }

    private static void completion(Map<String, Object> spec, String field, Causes causes) {
        if (spec.get("completionMode") != null) {
            causes.oneOf(field + ".completionMode", spec.get("completionMode"), "NonIndexed", "Indexed");
        }
        if ("Indexed".equals(spec.get("completionMode"))) {
            if (spec.get("completions") == null) {
                causes.required(field + ".completions", "when completion mode is Indexed");
            }
            if (Json.number(spec, 0, "parallelism") > INDEXED_LIMIT) {
                causes.invalid(field + ".parallelism", spec.get("parallelism"),
                        "must be less than or equal to " + INDEXED_LIMIT + " when completion mode is Indexed");
            }
            if (spec.get("completions") != null && spec.get("maxFailedIndexes") != null
                    && Json.number(spec, 0, "maxFailedIndexes") > Json.number(spec, 0, "completions")) {
                causes.invalid(field + ".maxFailedIndexes", spec.get("maxFailedIndexes"),
                        "must be less than or equal to completions");
            }
        } else {
            for (var indexed : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
                if (spec.get(indexed) != null) {
                    causes.invalid(field + "." + indexed, spec.get(indexed), "requires indexed completion mode");
                }
            }
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        whole(Json.map(object, "spec"), causes);
        if (!Json.same(Json.at(object, "spec", "completions"), Json.at(old, "spec", "completions"))
                && !elastic(object, old)) {
            if ("Indexed".equals(Json.at(object, "spec", "completionMode"))
                    && Json.at(object, "spec", "completions") != null) {
                causes.invalid("spec.completions", Json.at(object, "spec", "completions"),
                        "can only be modified in tandem with spec.parallelism");
            } else {
                fixed("completions", object, old, causes);
            }
        }
        TemplateRules.immutableSelector(object, old, causes);
        var template = Json.at(object, "spec", "template");
        if (!Json.same(template, placed(object, old))) {
            causes.invalid("spec.template", GoStructs.dump("PodTemplateSpec", template), "field is immutable");
        }
        fixed("completionMode", object, old, causes);
        struct("podFailurePolicy", "PodFailurePolicy", object, old, causes);
        fixed("backoffLimitPerIndex", object, old, causes);
        fixed("managedBy", object, old, causes);
        if (!Json.same(Json.at(object, "spec", "successPolicy"), Json.at(old, "spec", "successPolicy"))) {
            causes.invalid("spec.successPolicy", Json.at(object, "spec", "successPolicy") == null ? "null"
                    : SuccessRules.dump(Json.map(object, "spec", "successPolicy")), "field is immutable");
        }
    }

    /** An indexed Job may grow and shrink, with as many at a time as there are in all. */
    private static boolean elastic(Map<String, Object> object, Map<String, Object> old) {
        return "Indexed".equals(Json.at(object, "spec", "completionMode"))
                && Json.same(Json.at(object, "spec", "completions"), Json.at(object, "spec", "parallelism"))
                && Json.at(old, "spec", "completions") != null;
    }

    /** The old template, with the new one's placement where a Job that has not begun may still change that. */
    private static Object placed(Map<String, Object> object, Map<String, Object> old) {
        var template = Json.copy(Json.map(old, "spec", "template"));
        if (Json.truth(old, "spec", "suspend") && Json.at(old, "status", "startTime") == null) {
            for (var field : List.of("nodeSelector", "tolerations", "schedulingGates")) {
                Json.set(template, Json.at(object, "spec", "template", "spec", field), "spec", field);
            }
            for (var field : List.of("labels", "annotations")) {
                Json.set(template, Json.at(object, "spec", "template", "metadata", field), "metadata", field);
            }
        }
        return template;
    }

    private static void struct(String field, String type, Map<String, Object> object, Map<String, Object> old,
                               Causes causes) {
        var value = Json.at(object, "spec", field);
        if (!Json.same(value, Json.at(old, "spec", field))) {
            causes.invalid("spec." + field, value == null ? "null" : GoStructs.dump(type, value),
                    "field is immutable");
        }
    }

    private static void fixed(String field, Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var value = Json.at(object, "spec", field);
        if (!Json.same(value, Json.at(old, "spec", field))) {
            causes.invalid("spec." + field, value == null ? "null" : value, "field is immutable");
        }
    }
}
