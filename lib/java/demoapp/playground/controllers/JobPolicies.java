package demoapp.playground.controllers;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;

/**
 * A Job's podFailurePolicy and successPolicy: the first rule that matches decides.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/job/pod_failure_policy.go
 */
final class JobPolicies {
    /** @param message why the Job fails, for the action FailJob */
    record Failure(String action, String message) { }

    private JobPolicies() { }

    /** What the policy says about the failed pod; empty: it says nothing, the failure counts. */
    static Optional<Failure> failure(Map<String, Object> job, Map<String, Object> pod) {
        var rules = Json.maps(job, "spec", "podFailurePolicy", "rules");
        for (var i = 0; i < rules.size(); i++) {
            var what = what(rules.get(i), pod);
            if (what.isPresent()) {
                var action = Json.text(rules.get(i), "action");
                return Optional.of(new Failure(action, "%s matching %s rule at index %d"
                        .formatted(what.get(), action, i)));
            }
        }
        return Optional.empty();
    }

    static boolean counts(Map<String, Object> job, Map<String, Object> pod) {
        return failure(job, pod).filter(failure -> failure.action().equals("Ignore")).isEmpty();
    }

    private static Optional<String> what(Map<String, Object> rule, Map<String, Object> pod) {
        var subject = Json.text(pod, "metadata", "namespace") + "/" + Json.text(pod, "metadata", "name");
        if (rule.get("onExitCodes") != null) {
            var codes = Json.map(rule, "onExitCodes");
            return List.of("containerStatuses", "initContainerStatuses").stream()
                    .flatMap(list -> Json.maps(pod, "status", list).stream())
                    .filter(status -> matches(codes, status)).findFirst()
                    .map(status -> "Container %s for pod %s failed with exit code %d".formatted(
                            Json.text(status, "name"), subject, Json.number(status, 0, "state", "terminated", "exitCode")));
        }
        return Json.maps(pod, "status", "conditions").stream()
                .filter(condition -> Json.maps(rule, "onPodConditions").stream().anyMatch(pattern ->
                        condition.get("type").equals(pattern.get("type"))
                                && condition.get("status").equals(pattern.getOrDefault("status", "True"))))
                .findFirst().map(condition -> "Pod %s has condition %s".formatted(subject, condition.get("type")));
    }

    private static boolean matches(Map<String, Object> codes, Map<String, Object> status) {
        var code = Json.number(status, 0, "state", "terminated", "exitCode");
        var name = Json.text(codes, "containerName");
        if (code == 0 || !name.isEmpty() && !name.equals(status.get("name"))) {
            return false;
        }
        var listed = Json.list(codes, "values").stream().anyMatch(value -> ((Number) value).longValue() == code);
        return listed == Json.text(codes, "operator").equals("In");
    }

    /** Why the indexes that have succeeded are enough; empty: they are not, or there is no policy. */
    static Optional<String> success(Map<String, Object> job, BitSet succeeded) {
        var rules = Json.maps(job, "spec", "successPolicy", "rules");
        for (var i = 0; i < rules.size() && !succeeded.isEmpty(); i++) {
            if (isMet(rules.get(i), job, succeeded)) {
                return Optional.of("Matched rules at index " + i);
            }
        }
        return Optional.empty();
    }

    private static boolean isMet(Map<String, Object> rule, Map<String, Object> job, BitSet succeeded) {
        var count = Json.number(rule, Long.MAX_VALUE, "succeededCount");
        if (rule.get("succeededIndexes") == null) {
            return succeeded.cardinality() >= count;
        }
        var required = JobIndexes.parse(Json.text(rule, "succeededIndexes"), job);
        var met = (BitSet) required.clone();
        met.and(succeeded);
        return !required.isEmpty() && (met.equals(required) || met.cardinality() >= count);
    }
}
