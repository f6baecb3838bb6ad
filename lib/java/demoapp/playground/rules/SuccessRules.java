package demoapp.playground.rules;

import java.util.Map;
import java.util.stream.Collectors;

import demoapp.json.Json;

/** Finds fault with one rule of a Job's successPolicy: its indexes (`0,2-4`) and their number. */
final class SuccessRules {
    private static final class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    private SuccessRules() { }

    static void validate(Map<String, Object> rule, long completions, String at, Causes causes) {
        var indexes = rule.get("succeededIndexes");
        var total = 0L;
        if (indexes != null) {
            try {
                total = count(indexes.toString(), completions);
            } catch (Unreadable why) {
                causes.invalid(at + ".succeededIndexes", indexes, "error parsing succeededIndexes: " + why.getMessage());
            }
        }
        var count = rule.get("succeededCount");
        if (count == null) {
            return;
        }
        causes.notNegative(at + ".succeededCount", count);
        if (Json.number(rule, 0, "succeededCount") > completions) {
            causes.invalid(at + ".succeededCount", count, "must be less than or equal to %d (the number of specified "
                    .formatted(completions) + "completions)");
        }
        if (indexes != null && Json.number(rule, 0, "succeededCount") > total) {
            causes.invalid(at + ".succeededCount", count, "must be less than or equal to %d (the number of indexes in the "
                    .formatted(total) + "specified succeededIndexes field)");
        }
    }

    private static long count(String indexes, long completions) {
        var total = 0L;
        Long last = null;
        for (var interval : indexes.isEmpty() ? new String[0] : indexes.split(",", -1)) {
            var limits = interval.split("-", -1);
            if (limits.length > 2) {
                throw new Unreadable(("the fragment %s violates the requirement that an index interval can have at most two "
                        + "parts separated by '-'").formatted(Json.string(interval)));
            }
            var first = index(limits[0], completions);
            var end = limits.length > 1 ? index(limits[1], completions) : first;
            if (limits.length > 1 && first >= end) {
                throw notIncreasing(first, end);
            }
            if (last != null && last >= first) {
                throw notIncreasing(last, first);
            }
            total += end - first + 1;
            last = end;
        }
        return total;
    }

    private static long index(String text, long completions) {
        if (!text.matches("[-+]?\\d{1,18}")) {
            throw new Unreadable("cannot convert string to integer for index: " + Json.string(text));
        }
        if (Long.parseLong(text) >= completions) {
            throw new Unreadable("too large index: " + Json.string(text));
        }
        return Long.parseLong(text);
    }

    private static Unreadable notIncreasing(long before, long now) {
        return new Unreadable("non-increasing order, previous: %d, current: %d".formatted(before, now));
    }

    /** A batch.SuccessPolicy as Go's %#v prints it. */
    static Causes.Quoted dump(Map<String, Object> policy) {
        var rules = Json.maps(policy, "rules");
        return new Causes.Quoted("batch.SuccessPolicy{Rules:[]batch.SuccessPolicyRule" + (rules.isEmpty() ? "(nil)}"
                : rules.stream().map(rule ->
                        "batch.SuccessPolicyRule{SucceededIndexes:(*string)(%s), SucceededCount:(*int32)(%s)}"
                        .formatted(GoStructs.address(rule.get("succeededIndexes")), GoStructs.address(
                                rule.get("succeededCount")))).collect(Collectors.joining(", ", "{", "}}"))));
    }
}
