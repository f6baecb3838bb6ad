package demoapp.playground.controllers;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * The completion indexes of an Indexed Job: of its pods, and as the status writes them: `0,2-4`.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/job/indexed_job_utils.go
 */
final class JobIndexes {
    /** The annotation, and the label, of an Indexed Job's pods. */
    static final String INDEX = "batch.kubernetes.io/job-completion-index";
    /** How often the index has failed before this pod, for backoffLimitPerIndex; those that a policy ignored apart. */
    static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    static final String IGNORED_FAILURES = "batch.kubernetes.io/job-index-ignored-failure-count";
    private static final String VARIABLE = "JOB_COMPLETION_INDEX";

    private JobIndexes() { }

    /** The pod's index, -1 when it has none that is below the Job's completions. */
    static int of(Map<String, Object> pod, Map<String, Object> job) {
        var text = Json.text(pod, "metadata", "annotations", INDEX);
        var index = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        return index < Json.number(job, 0, "spec", "completions") ? index : -1;
    }

    static BitSet of(List<Map<String, Object>> pods, Map<String, Object> job) {
        var indexes = new BitSet();
        pods.stream().mapToInt(pod -> of(pod, job)).filter(index -> index >= 0).forEach(indexes::set);
        return indexes;
    }

    /** Those of the text that are below the Job's completions. */
    static BitSet parse(String text, Map<String, Object> job) {
        var indexes = new BitSet();
        for (var interval : text.split(",")) {
            if (interval.matches("\\d{1,9}(-\\d{1,9})?")) {
                var limits = interval.split("-");
                indexes.set(Integer.parseInt(limits[0]), Integer.parseInt(limits[limits.length - 1]) + 1);
            }
        }
        var completions = (int) Json.number(job, 0, "spec", "completions");
        indexes.clear(completions, Math.max(completions, indexes.length()));
        return indexes;
    }

    static String text(BitSet indexes) {
        var text = new StringBuilder();
        for (var first = indexes.nextSetBit(0); first >= 0;) {
            var last = indexes.nextClearBit(first) - 1;
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (last > first) {
                text.append(last == first + 1 ? "," : "-").append(last);
            }
            first = indexes.nextSetBit(last + 1);
        }
        return text.toString();
    }

    /** Gives the pod, made from the Job's template, its index. */
    static void assign(Map<String, Object> pod, Map<String, Object> job, int index) {
        var name = Json.text(job, "metadata", "name");
        var suffix = "-" + index + "-";
        Json.set(pod, name.substring(0, Math.min(name.length(), 58 - suffix.length())) + suffix,
                "metadata", "generateName");
        Json.set(pod, Integer.toString(index), "metadata", "annotations", INDEX);
        Json.set(pod, Integer.toString(index), "metadata", "labels", INDEX);
        Json.set(pod, name + "-" + index, "spec", "hostname");
        for (var list : List.of("initContainers", "containers")) {
            Json.maps(pod, "spec", list).forEach(JobIndexes::addVariable);
        }
    }

    private static void addVariable(Map<String, Object> container) {
        if (Json.maps(container, "env").stream().noneMatch(variable -> VARIABLE.equals(variable.get("name")))) {
            var variables = new ArrayList<Object>(Json.list(container, "env"));
            variables.add(Json.object("name", VARIABLE, "valueFrom", Json.object("fieldRef",
                    Json.object("fieldPath", "metadata.labels['%s']".formatted(INDEX)))));
            container.put("env", variables);
        }
    }

    static long failures(Map<String, Object> pod) {
        return DeploymentArithmetic.annotation(pod, FAILURES);
    }

    static long ignoredFailures(Map<String, Object> pod) {
        return DeploymentArithmetic.annotation(pod, IGNORED_FAILURES);
    }
}
