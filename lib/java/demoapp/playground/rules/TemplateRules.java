package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** What the kinds that make pods from a template share: selector and template must fit. */
final class TemplateRules {
    private TemplateRules() { }

    static void validateSelector(Map<String, Object> object, Causes causes) {
        var selector = Json.at(object, "spec", "selector");
        var labels = Json.map(object, "spec", "template", "metadata", "labels");
        var wanted = Json.map(selector, "matchLabels");
        if (selector == null) {
            causes.required("spec.selector");
        } else if (wanted.isEmpty() && Json.list(selector, "matchExpressions").isEmpty()) {
            causes.invalid("spec.selector", GoStructs.selector(selector),
                    "empty selector is invalid for deployment");
        }
        MetadataRules.labels(wanted, "spec.selector.matchLabels", causes);
        var expressions = Json.maps(selector, "matchExpressions");
        for (var i = 0; i < expressions.size(); i++) {
            if (List.of("In", "NotIn").contains(Json.text(expressions.get(i), "operator"))
                    && Json.list(expressions.get(i), "values").isEmpty()) {
                causes.required("spec.selector.matchExpressions[" + i + "].values",
                        "must be specified when `operator` is 'In' or 'NotIn'");
                causes.invalid("spec.selector", GoStructs.selector(selector), "invalid label selector");
                return;
            }
        }
        if (selector == null || !labels.entrySet().containsAll(wanted.entrySet())) {
            causes.invalid("spec.template.metadata.labels", GoStructs.labels(labels),
                    "`selector` does not match template `labels`");
        }
    }

    static void immutableSelector(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var selector = Json.at(object, "spec", "selector");
        if (!Json.same(selector, Json.at(old, "spec", "selector"))) {
            causes.invalid("spec.selector", GoStructs.selector(selector), "field is immutable");
        }
    }

    /** @param restartPolicy the only one allowed, "" when the caller checks that */
    static void validate(Map<String, Object> template, String field, String restartPolicy, Causes causes) {
        MetadataRules.labels(Json.map(template, "metadata", "labels"), field + ".labels", causes);
        PodSpecRules.validate(Json.map(template, "spec"), field + ".spec", causes);
        if (!restartPolicy.isEmpty()) {
            restartPolicy(template, field, restartPolicy, causes);
        }
    }

    static void restartPolicy(Map<String, Object> template, String field, String allowed, Causes causes) {
        var policy = Json.text(template, "spec", "restartPolicy");
        if (!policy.equals(allowed)) {
            causes.notSupported(field + ".spec.restartPolicy", policy, allowed);
        }
    }
}
