package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** DaemonSet. */
final class DaemonSetRules extends Rules {
    /** Where the generation of its template is kept, which the first version of the API had as a field. */
    private static final String GENERATION = "deprecated.daemonset.template.generation";

    @Override
    boolean twice() {
        return true;
    }

    @Override
    boolean counted() {
        return true;
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("revisionHistoryLimit", 10);
        var strategy = Json.child(spec, "updateStrategy");
        strategy.putIfAbsent("type", "RollingUpdate");
        if (strategy.get("type").equals("RollingUpdate")) {
            var rolling = Json.child(strategy, "rollingUpdate");
            rolling.putIfAbsent("maxUnavailable", 1);
            rolling.putIfAbsent("maxSurge", 0);
        }
        PodSpecDefaults.fill(Json.child(Json.child(spec, "template"), "spec"));
        if (Json.at(object, "metadata", "annotations", GENERATION) == null) {
            Json.set(object, "1", "metadata", "annotations", GENERATION);
        }
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("currentNumberScheduled", 0, "numberMisscheduled", 0,
                "desiredNumberScheduled", 0, "numberReady", 0));
        Json.set(object, 1, "metadata", "generation");
    }

    /** Nobody can set it; it counts the changes of the template. See pkg/registry/apps/daemonset/strategy.go. */
    @Override
    public void prepare(Map<String, Object> object, Map<String, Object> old) {
        if (old != null) {
            var changed = !Json.same(Json.at(old, "spec", "template"), Json.at(object, "spec", "template"));
            var before = Json.text(old, "metadata", "annotations", GENERATION);
            Json.set(object, Long.toString(Long.parseLong(before.matches("\\d{1,18}") ? before : "1") + (changed ? 1 : 0)),
                    "metadata", "annotations", GENERATION);
        }
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        var selector = spec.get("selector");
        SelectorRules.validate(Json.map(selector), "spec.selector", causes);
        if (SelectorRules.readable(selector)) {
            TemplateRules.matches(spec, causes);
        }
        if (selector != null && SelectorRules.empty(selector)) {
            causes.invalid("spec.selector", TemplateRules.shown(spec, causes), "empty selector is invalid for daemonset");
        }
        TemplateRules.validate(Json.map(spec, "template"), "spec.template", causes);
        TemplateRules.onlyAlways(Json.map(spec, "template"), "DaemonSet", causes);
        causes.notNegative("spec.minReadySeconds", spec.get("minReadySeconds"));
        strategy(Json.map(spec, "updateStrategy"), causes);
        causes.notNegative("spec.revisionHistoryLimit", spec.get("revisionHistoryLimit"));
    }

    private static void strategy(Map<String, Object> strategy, Causes causes) {
        switch (Json.text(strategy, "type")) {
            case "OnDelete" -> { }
            case "RollingUpdate" -> rolling(Json.map(strategy, "rollingUpdate"), causes);
            default -> causes.notSupported("spec.updateStrategy", new Causes.Quoted(
                    "apps.DaemonSetUpdateStrategy{Type:%s, RollingUpdate:(*apps.RollingUpdateDaemonSet)(%s)}"
                            .formatted(Json.string(strategy.get("type")), GoStructs.address(
                                    strategy.get("rollingUpdate")))), "RollingUpdate", "OnDelete");
        }
    }

    private static void rolling(Map<String, Object> rolling, Causes causes) {
        var field = "spec.updateStrategy.rollingUpdate";
        for (var amount : List.of("maxUnavailable", "maxSurge")) {
            Amounts.validate(rolling.get(amount), field + "." + amount, causes);
            Amounts.notAboveAll(rolling.get(amount), field + "." + amount, causes);
        }
        var none = Amounts.zero(rolling.get("maxUnavailable"));
        if (!none && !Amounts.zero(rolling.get("maxSurge"))) {
            causes.invalid(field + ".maxSurge", GoStructs.intOrString(rolling.get("maxSurge")),
                    "may not be set when maxUnavailable is non-zero");
        } else if (none && Amounts.zero(rolling.get("maxSurge"))) {
            causes.required(field + ".maxUnavailable", "cannot be 0 when maxSurge is 0");
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        TemplateRules.immutableSelector(object, old, causes);
    }
}
