package demoapp.kit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.cluster.Resources;
import demoapp.json.Json;

/** Objects of one kind as kubectl get shows them: with the server's own columns. */
public final class Objects extends Grid {
    private final List<Map<String, Object>> objects;

    private Objects(String title, Map<String, Object> table, List<Integer> columns) {
        super(title, columns.stream().map(column -> Json.text(table, "columnDefinitions", column, "name")).toList(),
                Json.maps(table, "rows").stream().map(row -> columns.stream()
                        .map(column -> Json.text(row, "cells", column)).toList()).toList());
        objects = Json.maps(table, "rows").stream().map(row -> Json.map(row, "object")).toList();
    }

    /**
     * @param kind  any of kubectl's names for it
     * @param which labels such as app=web, or the name of one, or "" for all
     */
    static Objects get(Cluster cluster, String kind, String which) {
        var resource = new Resources(cluster.requests()).named(kind)
                .orElseThrow(() -> Problem.usage("the cluster has no kind \"" + kind + "\""));
        var query = which.isEmpty() ? "" : which.matches("[a-z0-9][a-z0-9.-]*") ? "?fieldSelector=metadata.name%3D" + which
                : "?labelSelector=" + URLEncoder.encode(which, StandardCharsets.UTF_8);
        var answer = cluster.requests().table(resource.path(cluster.namespace()) + query);
        if (!answer.ok()) {
            throw Problem.failed("cannot list " + resource.plural() + ": " + answer.message());
        }
        var table = answer.json();
        var columns = IntStream.range(0, Json.list(table, "columnDefinitions").size())
                .filter(column -> Json.number(table, 0, "columnDefinitions", column, "priority") == 0).boxed().toList();
        return new Objects(resource.plural() + (which.isEmpty() ? "" : " " + which), table, columns);
    }

    public List<String> names() {
        return objects.stream().map(object -> Json.text(object, "metadata", "name")).toList();
    }

    /** How many of them, of pods, are ready and not on their way out. */
    public long ready() {
        return objects.stream().filter(object -> Json.text(object, "metadata", "deletionTimestamp").isEmpty())
                .filter(Objects::isReady).count();
    }

    static boolean isReady(Map<String, Object> pod) {
        return Json.maps(pod, "status", "conditions").stream().anyMatch(condition ->
                Json.text(condition, "type").equals("Ready") && Json.text(condition, "status").equals("True"));
    }

    /** How often their containers were started again, all in all. */
    public long restarts() {
        return objects.stream().flatMap(object -> Json.maps(object, "status", "containerStatuses").stream())
                .mapToLong(status -> Json.number(status, 0, "restartCount")).sum();
    }

    List<Map<String, Object>> objects() {
        return objects;
    }
}
