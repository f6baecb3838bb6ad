package demoapp.manifest;

import java.util.Map;
import demoapp.json.Json;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One object to be applied: the document, and where it was read.
 *
 * @param file   the file's name as the user knows it
 * @param source the parsed YAML, which knows the lines
 */
public record Manifest(String file, Node source, Map<String, Object> object) {

    public String apiVersion() {
        return Json.text(object, "apiVersion");
    }

    public String kind() {
        return Json.text(object, "kind");
    }

    public String name() {
        return Json.text(object, "metadata", "name");
    }

    /** The namespace that the manifest itself names, or "". */
    public String namespace() {
        return Json.text(object, "metadata", "namespace");
    }

    /** The namespace that it goes to, if that is the one for manifests that name none. */
    public String namespaceOr(String otherwise) {
        return namespace().isEmpty() ? otherwise : namespace();
    }

    /** The API group: "" for the core's. */
    public String group() {
        var slash = apiVersion().indexOf('/');
        return slash < 0 ? "" : apiVersion().substring(0, slash);
    }

    /** kubectl's way to write it: {@code deployment.apps/demoapp-puma}. */
    public String title() {
        return title(object);
    }

    public static String title(Map<String, Object> object) {
        var apiVersion = Json.text(object, "apiVersion");
        var slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : "." + apiVersion.substring(0, slash);
        return Json.text(object, "kind").toLowerCase() + group + "/" + Json.text(object, "metadata", "name");
    }

    /** {@code file:line} of the field at the path, or of what comes nearest to it. */
    public String where(Object... path) {
        return where(file, at(source, path));
    }

    static String where(String file, Node node) {
        return file + ":" + (node.getStartMark().getLine() + 1);
    }

    private static Node at(Node node, Object... path) {
        for (var step : path) {
            var next = child(node, step);
            if (next == null) {
                return node;
            }
            node = next;
        }
        return node;
    }

    private static Node child(Node node, Object step) {
        if (node instanceof MappingNode map) {
            return map.getValue().stream()
                    .filter(pair -> pair.getKeyNode() instanceof ScalarNode key && key.getValue().equals(step))
                    .map(pair -> pair.getValueNode()).findFirst().orElse(null);
        }
        if (node instanceof SequenceNode list && step instanceof Integer index && index < list.getValue().size()) {
            return list.getValue().get(index);
        }
        return null;
    }
}
