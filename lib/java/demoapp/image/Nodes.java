package demoapp.image;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.json.Json;

/** A cluster's nodes, and which images they say that they have. */
public final class Nodes {
    /** A kubelet names no more, the largest first: nodeStatusMaxImages. */
    private static final int MOST_LISTED = 50;

    private final List<Map<String, Object>> nodes;

    private Nodes(List<Map<String, Object>> nodes) {
        this.nodes = nodes;
    }

    /** As they are now. @throws Problem when they may not be seen */
    public static Nodes of(Cluster cluster) {
        var answer = cluster.requests().get("/api/v1/nodes");
        if (!answer.ok()) {
            throw Problem.failed("cannot see the cluster's nodes: " + answer.message());
        }
        return new Nodes(Json.maps(answer.json(), "items"));
    }

    List<String> names() {
        return nodes.stream().map(Nodes::name).toList();
    }

    private static String name(Map<String, Object> node) {
        return Json.text(node, "metadata", "name");
    }

    /** Of the first node that has it; "" when none has. */
    String label(String key) {
        return nodes.stream().map(node -> Json.text(node, "metadata", "labels", key)).filter(v -> !v.isEmpty()).findFirst()
                .orElse("");
    }

    /** Such as {@code linux/amd64}, each once. */
    List<String> platforms() {
        return nodes.stream().map(node -> Json.map(node, "status", "nodeInfo"))
                .map(info -> Json.text(info, "operatingSystem") + "/" + Json.text(info, "architecture")).distinct().toList();
    }

    /** The names of those that do not say that they have it. */
    public List<String> without(ImageName image) {
        return nodes.stream().filter(node -> images(node).flatMap(i -> Json.texts(i, "names").stream())
                .noneMatch(name -> name.equals(image.full()) || name.equals(image.toString()))).map(Nodes::name).toList();
    }

    /** Whether the node says so little that nothing follows from it. */
    boolean isSilent(String node) {
        return nodes.stream().filter(n -> name(n).equals(node)).map(n -> images(n).count())
                .anyMatch(listed -> listed == 0 || listed >= MOST_LISTED);
    }

    private static Stream<Map<String, Object>> images(Map<String, Object> node) {
        return Json.maps(node, "status", "images").stream();
    }
}
