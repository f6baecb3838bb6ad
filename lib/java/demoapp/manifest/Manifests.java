package demoapp.manifest;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.json.Json;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads manifests: files → documents with file and line → placeholders replaced → each has what an object must have. */
public final class Manifests {
    private final Placeholders placeholders;
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private Manifests(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /**
     * @param paths files, folders (their *.yaml, *.yml and *.json, as kubectl does) or {@code -} for standard input
     * @throws Problem naming file and line of what is wrong
     */
    public static List<Manifest> read(List<String> paths, Placeholders placeholders) {
        var reading = new Manifests(placeholders);
        for (var path : paths) {
            if (path.equals("-")) {
                reading.add("standard input", standardInput());
            } else if (path.matches("https?://.*")) {
                throw Problem.usage(path + ": fetch it first, and look at it; or curl … | apply-step -f -");
            } else {
                files(Path.of(path)).forEach(file -> reading.add(file.toString(), text(file)));
            }
        }
        return reading.result(String.join(", ", paths));
    }

    /** @param texts file name → what the file says */
    public static List<Manifest> parse(Map<String, String> texts, Placeholders placeholders) {
        var reading = new Manifests(placeholders);
        texts.forEach(reading::add);
        return reading.result(String.join(", ", texts.keySet()));
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (var entries = Files.list(path)) {
            return entries.filter(entry -> entry.toString().matches(".*\\.(yaml|yml|json)") && !Files.isDirectory(entry))
                    .sorted().toList();
        } catch (IOException e) {
            throw Problem.failed(path + ": cannot be read: " + e.getMessage());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw Problem.failed(file + ": no such file");
        } catch (CharacterCodingException e) {
            throw Problem.failed(file + ": is no UTF-8 text");
        } catch (IOException e) {
            throw Problem.failed(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static String standardInput() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Problem.failed("standard input: cannot be read: " + e.getMessage());
        }
    }

    private void add(String file, String text) {
        try {
            for (var node : YamlDocuments.compose(new StringReader(text))) {
                add(file, node);
            }
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            problems.add(file + ":" + (mark == null ? 1 : mark.getLine() + 1) + ": is no valid YAML: " + problem(e));
        } catch (YAMLException e) {
            problems.add(file + ": is no valid YAML: " + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    /** Without the text itself where that may be a password: one that begins with * or ! and has no quotes. */
    private static String problem(MarkedYAMLException e) {
        var problem = String.valueOf(e.getProblem());
        return problem.matches("(?s).*(alias|tag|anchor|character).*")
                ? "a value that begins with *, !, & or another sign of YAML's own has to be in quotes" : problem;
    }

    private void add(String file, Node source) {
        if (YamlDocuments.isEmpty(source)) {
            return;
        }
        if (!(source instanceof MappingNode mapping)) {
            problems.add(Manifest.where(file, source) + ": is no Kubernetes object");
            return;
        }
        var node = YamlDocuments.replaceScalars(mapping,
                scalar -> placeholders.replace(scalar.getValue(), Manifest.where(file, scalar)));
        var manifest = new Manifest(file, node, YamlDocuments.object(node));
        if (manifest.kind().endsWith("List") && Json.at(manifest.object(), "items") instanceof List<?>) {
            items(node).forEach(item -> add(file, item));
            return;
        }
        missing(manifest).forEach(field -> problems.add(manifest.where() + ": the object has no " + field));
        notText(manifest).forEach(path -> problems.add(manifest.where(path) + ": " + (path.length == 1
                ? path[0] + " has to be a map of names to values"
                : path[0] + "." + path[1] + " is no text: put it in quotes")));
        manifests.add(manifest);
    }

    private static List<Node> items(Node list) {
        return ((MappingNode) list).getValue().stream().map(NodeTuple::getValueNode)
                .filter(SequenceNode.class::isInstance).flatMap(items -> ((SequenceNode) items).getValue().stream()).toList();
    }

    private static List<String> missing(Manifest manifest) {
        var missing = new ArrayList<String>();
        if (!(Json.at(manifest.object(), "apiVersion") instanceof String)) {
            missing.add("apiVersion");
        }
        if (!(Json.at(manifest.object(), "kind") instanceof String)) {
            missing.add("kind");
        }
        if (!(Json.at(manifest.object(), "metadata", "name") instanceof String)) {
            missing.add("metadata.name" + (manifest.object().get("metadata") instanceof Map<?, ?> metadata
                    && metadata.containsKey("generateName") ? " (generateName cannot be applied)" : ""));
        }
        return missing;
    }

    /** A number among a Secret's values is refused by the server in words that repeat the value; so it is caught here. */
    private static List<Object[]> notText(Manifest manifest) {
        if (!manifest.kind().matches("Secret|ConfigMap")) {
            return List.of();
        }
        return Stream.of("data", "stringData", "binaryData").filter(manifest.object()::containsKey).flatMap(field ->
                manifest.object().get(field) instanceof Map<?, ?> values
                        ? values.entrySet().stream().filter(entry -> !(entry.getValue() instanceof String))
                                .map(entry -> new Object[] {field, entry.getKey()})
                        : Stream.<Object[]>of(new Object[] {field})).toList();
    }

    private List<Manifest> result(String from) {
        problems.addAll(placeholders.problems());
        throwIfAny(problems);
        if (manifests.isEmpty()) {
            throw Problem.failed(from + ": no manifests found");
        }
        return List.copyOf(manifests);
    }

    /** Refuses two documents of the same object. @param namespace where objects go that name none */
    public static void refuseDuplicates(List<Manifest> manifests, String namespace) {
        var seen = new HashMap<String, Manifest>();
        var problems = new ArrayList<String>();
        for (var manifest : manifests) {
            var key = manifest.title() + " " + manifest.namespaceOr(namespace);
            var first = seen.putIfAbsent(key, manifest);
            if (first != null) {
                problems.add(manifest.where() + ": " + manifest.title() + " is at " + first.where() + " already");
            }
        }
        throwIfAny(problems);
    }

    /** Three lines at the most: the rest is counted. */
    public static void throwIfAny(List<String> problems) {
        if (problems.isEmpty()) {
            return;
        }
        var different = problems.stream().distinct().toList();
        var shown = different.subList(0, different.size() <= 3 ? different.size() : 2);
        var rest = different.size() - shown.size();
        throw Problem.failed(String.join("\n", shown) + (rest == 0 ? "" : "\n… and " + rest + " more like these"));
    }
}
