package demoapp.playground.rules;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;

/** LimitRange: what a container's limits and requests are when nobody says, and what they may be. */
final class LimitRangeRules extends Rules {
    private static final String STANDARD_TYPE = "must be a standard limit type or fully qualified";

    /** Of containers: what is limited by max is limited to that, what is limited is requested, else the least is. */
    @Override
    public void defaults(Map<String, Object> object) {
        for (var limit : Json.maps(object, "spec", "limits")) {
            if (Json.text(limit, "type").equals("Container")) {
                var limits = Json.child(limit, "default");
                var requests = Json.child(limit, "defaultRequest");
                Json.map(limit, "max").forEach(limits::putIfAbsent);
                limits.forEach(requests::putIfAbsent);
                Json.map(limit, "min").forEach(requests::putIfAbsent);
            }
        }
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var types = new HashSet<String>();
        Causes.each(Json.maps(object, "spec", "limits"), "spec.limits", (limit, at) -> {
            var type = Json.text(limit, "type");
            var faults = Names.qualified(type);
            causes.invalid(at + ".type", type, faults.isEmpty() && !type.contains("/")
                    && !List.of("Pod", "Container", "PersistentVolumeClaim").contains(type)
                    ? List.of(STANDARD_TYPE) : faults);
            if (!types.add(type)) {
                causes.duplicate(at + ".type", type);
            }
            limit(limit, type, at, causes);
        });
    }

    private static void limit(Map<String, Object> limit, String type, String at, Causes causes) {
        var names = new TreeSet<String>();
        for (var field : List.of("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")) {
            var amounts = Json.map(limit, field);
            if (type.equals("Pod") && field.startsWith("default")) {
                if (!amounts.isEmpty()) {
                    causes.forbidden(at + "." + field, "may not be specified when `type` is 'Pod'");
                }
                continue;
            }
            amounts.keySet().forEach(name -> {
                var here = "%s.%s[%s]".formatted(at, field, name);
                if (type.equals("PersistentVolumeClaim")) {
                    ResourceRules.name(name, here, causes);
                } else {
                    ResourceRules.nameInContainer(name, here, causes);
                }
            });
            names.addAll(amounts.keySet());
        }
        if (type.equals("PersistentVolumeClaim") && Json.at(limit, "min", "storage") == null
                && Json.at(limit, "max", "storage") == null) {
            causes.required(at + ".limits",
                    "either minimum or maximum storage value is required, but neither was provided");
        }
        names.forEach(name -> amounts(limit, name, type.equals("Pod"), at, causes));
    }

    private static void amounts(Map<String, Object> limit, String name, boolean pod, String at, Causes causes) {
        var min = Json.text(limit, "min", name);
        var max = Json.text(limit, "max", name);
        var most = pod ? "" : Json.text(limit, "default", name);
        var request = pod ? "" : Json.text(limit, "defaultRequest", name);
        above(min, max, at + ".min[" + name + "]", min, "min value %s is greater than max value %s", causes);
        var requestAt = at + ".defaultRequest[" + name + "]";
        above(min, request, requestAt, request, "min value %s is greater than default request value %s", causes);
        above(request, max, requestAt, request, "default request value %s is greater than max value %s", causes);
        above(request, most, requestAt, request, "default request value %s is greater than default limit value %s", causes);
        above(min, most, at + ".default[" + name + "]", min, "min value %s is greater than default value %s", causes);
        above(most, max, at + ".default[" + name + "]", max, "default value %s is greater than max value %s", causes);
        var ratio = Json.text(limit, "maxLimitRequestRatio", name);
        if (!ratio.isEmpty()) {
            ratio(ratio, min, max, at + ".maxLimitRequestRatio[" + name + "]", causes);
        }
    }

    /** @param shown the one of the two that the message is about */
    private static void above(String least, String most, String field, String shown, String why, Causes causes) {
        if (!least.isEmpty() && !most.isEmpty() && Quantity.value(least).compareTo(Quantity.value(most)) > 0) {
            causes.invalid(field, GoStructs.shownQuantity(shown), why.formatted(least, most));
        }
    }

    private static void ratio(String ratio, String min, String max, String field, Causes causes) {
        if (Quantity.value(ratio).compareTo(BigDecimal.ONE) < 0) {
            causes.invalid(field, GoStructs.shownQuantity(ratio), "ratio %s is less than 1".formatted(ratio));
        }
        if (!min.isEmpty() && !max.isEmpty()) {
            var limit = Quantity.value(max).doubleValue() / Quantity.value(min).doubleValue();
            if (Quantity.value(ratio).doubleValue() > limit) {
                causes.invalid(field, GoStructs.shownQuantity(ratio),
                        "ratio %s is greater than max/min = %f".formatted(ratio, limit));
            }
        }
    }
}
