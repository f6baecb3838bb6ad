package demoapp.playground.controllers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** The list `conditions` of a status: one entry a type. */
public final class Conditions {
    private Conditions() { }

    /** The condition of that type; an empty map when there is none. */
    public static Map<String, Object> find(Map<String, Object> status, String type) {
        return Json.maps(status, "conditions").stream().filter(c -> type.equals(c.get("type"))).findFirst()
                .orElse(Map.of());
    }

    public static boolean isTrue(Map<String, Object> status, String type) {
        return "True".equals(find(status, type).get("status"));
    }

    static Map<String, Object> of(String type, String status, String reason, String message) {
        return Json.object("type", type, "status", status, "reason", reason, "message", message);
    }

    /**
     * Puts the condition in the place of the one of its type, last in the list. One that says the same status and
     * reason stays as it is; while the status stays, so does lastTransitionTime. Says whether anything changed.
     *
     * @param times the names of the timestamps that this kind's conditions have, in their order
     */
    static boolean set(Map<String, Object> status, Map<String, Object> condition, String now, String... times) {
        var type = (String) condition.get("type");
        var current = find(status, type);
        var sameStatus = condition.get("status").equals(current.get("status"));
        if (sameStatus && condition.get("reason").equals(current.get("reason"))) {
            return false;
        }
        var fresh = new LinkedHashMap<String, Object>();
        fresh.put("type", type);
        fresh.put("status", condition.get("status"));
        for (var time : times) {
            var kept = time.equals("lastTransitionTime") && sameStatus ? current.get(time) : null;
            fresh.put(time, kept == null ? now : kept);
        }
        fresh.put("reason", condition.get("reason"));
        fresh.put("message", condition.get("message"));
        remove(status, type);
        var all = new ArrayList<Object>(Json.list(status, "conditions"));
        all.add(fresh);
        status.put("conditions", all);
        return true;
    }

    static boolean remove(Map<String, Object> status, String type) {
        List<Object> kept = new ArrayList<>(Json.list(status, "conditions"));
        var removed = kept.removeIf(condition -> type.equals(Json.text(condition, "type")));
        if (removed) {
            Json.set(status, kept.isEmpty() ? null : kept, "conditions");
        }
        return removed;
    }
}
