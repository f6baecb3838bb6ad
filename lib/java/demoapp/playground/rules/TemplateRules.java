package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;

/**
 * What the kinds that make pods from a template share: selector and template must fit. As in
 * https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/apps/validation/validation.go
 */
final class TemplateRules {
    private static final Causes.Quoted NO_LABELS = new Causes.Quoted("map[string]string{}");

    private TemplateRules() { }

    /** What is wrong with the selector alone; returns whether the template can be held against it. */
    static boolean selector(Map<String, Object> spec, String kind, Causes causes) {
        var selector = spec.get("selector");
        if (selector == null) {
            causes.required("spec.selector");
            return true;
        }
        SelectorRules.validate(Json.map(selector), "spec.selector", causes);
        if (SelectorRules.empty(selector)) {
            causes.invalid("spec.selector", shown(spec, causes), "empty selector is invalid for " + kind);
        }
        return SelectorRules.readable(selector);
    }

    /** A ReplicaSet's template; a Deployment's is checked as that. */
    static void ofReplicaSet(Map<String, Object> spec, Causes causes) {
        if (!selector(spec, "deployment", causes)) {
            causes.invalid("spec.selector", shown(spec, causes), "invalid label selector");
            return;
        }
        matches(spec, causes);
        validate(Json.map(spec, "template"), "spec.template", causes);
        onlyAlways(Json.map(spec, "template"), "ReplicaSet", causes);
    }

    /** The selector as it was written: Go tells an empty list from none. */
    static Object shown(Map<String, Object> spec, Causes causes) {
        var given = causes.given("spec", "selector");
        return GoStructs.selector(given == null ? spec.get("selector") : given);
    }

    static void matches(Map<String, Object> spec, Causes causes) {
        var labels = Json.map(spec, "template", "metadata", "labels");
        if (!SelectorRules.matches(spec.get("selector"), labels)) {
            var none = labels.isEmpty() && causes.given("spec", "template", "metadata", "labels") != null;
            causes.invalid("spec.template.metadata.labels", none ? NO_LABELS : GoStructs.labels(labels),
                    "`selector` does not match template `labels`");
        }
    }

    static void immutableSelector(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var selector = Json.at(object, "spec", "selector");
        if (!Json.same(selector, Json.at(old, "spec", "selector"))) {
            causes.invalid("spec.selector", GoStructs.selector(selector), "field is immutable");
        }
    }

    static void metadata(Map<String, Object> template, String field, Causes causes) {
        MetadataRules.labels(Json.map(template, "metadata", "labels"), field + ".labels", causes);
        MetadataRules.annotations(Json.map(template, "metadata", "annotations"), field + ".annotations", causes);
    }

    static void validate(Map<String, Object> template, String field, Causes causes) {
        metadata(template, field, causes);
        PodSpecRules.validate(Json.map(template, "spec"), field + ".spec", causes);
        if (!Json.list(template, "spec", "ephemeralContainers").isEmpty()) {
            causes.forbidden(field + ".spec.ephemeralContainers",
                    "ephemeral containers not allowed in pod template");
        }
    }

    /** What must run for ever can neither end by its restart policy nor by a deadline. */
    static void onlyAlways(Map<String, Object> template, String kind, Causes causes) {
        causes.oneOf("spec.template.spec.restartPolicy", Json.text(template, "spec", "restartPolicy"), "Always");
        if (Json.at(template, "spec", "activeDeadlineSeconds") != null) {
            causes.forbidden("spec.template.spec.activeDeadlineSeconds",
                    "activeDeadlineSeconds in " + kind + " is not Supported");
        }
    }
}
