package demoapp.rollout;

import java.util.Map;

import demoapp.json.Json;

/**
 * What a rolling update allows: how many pods at most, how many ready ones at least. A Deployment's percentages are rounded
 * as Kubernetes does it: surge up, unavailability down; when both come to nothing, one may be unavailable.
 */
record StrategyLimits(long replicas, long least, long most) {
    StrategyLimits(Map<String, Object> object) {
        this(Json.number(object, 1, "spec", "replicas"), object);
    }

    private StrategyLimits(long replicas, Map<String, Object> object) {
        this(replicas, isRolling(object) ? replicas - unavailable(replicas, object) : 0,
                isRolling(object) ? replicas + surge(replicas, object) : replicas);
    }

    private static boolean isRolling(Map<String, Object> object) {
        return Json.text(object, "spec", "strategy", "type").equals("RollingUpdate");
    }

    private static long surge(long replicas, Map<String, Object> object) {
        return part(Json.at(object, "spec", "strategy", "rollingUpdate", "maxSurge"), replicas, true);
    }

    private static long unavailable(long replicas, Map<String, Object> object) {
        var unavailable = part(Json.at(object, "spec", "strategy", "rollingUpdate", "maxUnavailable"), replicas, false);
        return unavailable == 0 && surge(replicas, object) == 0 ? 1 : Math.min(unavailable, replicas);
    }

    private static long part(Object value, long replicas, boolean up) {
        if (value instanceof String percent && percent.matches("\\d+%")) {
            var exact = Long.parseLong(percent.replace("%", "")) * replicas / 100.0;
            return (long) (up ? Math.ceil(exact) : Math.floor(exact));
        }
        return value instanceof Number number ? number.longValue() : 0;
    }
}
