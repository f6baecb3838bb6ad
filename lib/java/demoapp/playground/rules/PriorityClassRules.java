package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** PriorityClass, and what the admission plugin Priority makes of it in a new pod. */
final class PriorityClassRules extends Rules {
    private static final int HIGHEST = 1_000_000_000;

    @Override
    public void defaults(Map<String, Object> object) {
        object.putIfAbsent("preemptionPolicy", "PreemptLowerPriority");
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var name = Json.text(object, "metadata", "name");
        if (name.startsWith("system-") && !name.matches("system-(node|cluster)-critical")) {
            causes.forbidden("metadata.name",
                    "priority class names with 'system-' prefix are reserved for system use only");
        } else if (!name.startsWith("system-") && Json.number(object, 0, "value") > HIGHEST) {
            causes.forbidden("value", "maximum allowed value of a user defined priority is " + HIGHEST);
        }
        if ("".equals(object.get("preemptionPolicy"))) {
            causes.required("preemptionPolicy");
        } else {
            causes.oneOf("preemptionPolicy", object.get("preemptionPolicy"), "PreemptLowerPriority", "Never");
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        if (Json.number(object, 0, "value") != Json.number(old, 0, "value")) {
            causes.forbidden("value", "may not be changed in an update.");
        }
        if (!Json.same(object.get("preemptionPolicy"), old.get("preemptionPolicy"))) {
            causes.invalid("preemptionPolicy", object.get("preemptionPolicy"), "field is immutable");
        }
    }

    /** A new pod's priority: its class', or that of the class for all that name none. */
    static void admit(Map<String, Object> pod, Map<String, Object> spec, Registry registry) {
        var name = Json.text(spec, "priorityClassName");
        var all = registry.store().list(Kinds.PRIORITY_CLASS, "");
        var chosen = all.stream().filter(one -> name.isEmpty() ? Json.truth(one, "globalDefault")
                : name.equals(Json.text(one, "metadata", "name"))).findFirst();
        if (chosen.isEmpty() && !name.isEmpty()) {
            throw ApiException.forbidden(Kinds.POD, Json.text(pod, "metadata", "name"),
                    "no PriorityClass with name %s was found".formatted(name));
        }
        var priority = chosen.map(one -> Json.number(one, 0, "value")).orElse(0L);
        if (spec.get("priority") != null && Json.number(spec, 0, "priority") != priority) {
            throw ApiException.forbidden(Kinds.POD, Json.text(pod, "metadata", "name"), ("the integer value of priority "
                    + "(%s) must not be provided in pod spec; priority admission controller computed %d from the given "
                    + "PriorityClass name").formatted(spec.get("priority"), priority));
        }
        chosen.ifPresent(one -> spec.put("priorityClassName", Json.text(one, "metadata", "name")));
        spec.put("priority", priority);
        var policy = chosen.map(one -> Json.text(one, "preemptionPolicy")).orElse("PreemptLowerPriority");
        if (!spec.getOrDefault("preemptionPolicy", policy).equals(policy)) {
            throw ApiException.forbidden(Kinds.POD, Json.text(pod, "metadata", "name"), ("the string value of "
                    + "PreemptionPolicy (%s) must not be provided in pod spec; priority admission controller computed %s "
                    + "from the given PriorityClass name").formatted(spec.get("preemptionPolicy"), policy));
        }
        spec.put("preemptionPolicy", policy);
    }
}
