package demoapp.playground.schema;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import tools.jackson.core.JacksonException;

import demoapp.json.Json;

/** YAML bodies as JSON documents, and back. A YAMLException when it is none. */
public final class Yaml {
    /** @param notes `line 4: key "a" already set in map` */
    public record Document(Object value, List<String> notes) { }

    private Yaml() { }

    public static Document read(byte[] bytes) {
        var yaml = yaml();
        var text = new String(bytes, StandardCharsets.UTF_8);
        var notes = new ArrayList<String>();
        var first = yaml.composeAll(new StringReader(text)).iterator(); // further documents are not looked at
        if (!first.hasNext()) {
            return new Document(null, notes);
        }
        new Check(text.length(), notes).of(first.next());
        return new Document(jsonLike(yaml.loadAll(text).iterator().next()), notes);
    }

    /** JSON, which nearly every client sends as YAML, the quick way; else YAML. */
    public static Document readJsonOr(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == '{') {
            try {
                return new Document(Json.read(bytes), List.of());
            } catch (JacksonException onlyYaml) {
                return read(bytes);
            }
        }
        return read(bytes);
    }

    public static byte[] write(Object document) {
        return yaml().dump(sorted(document)).getBytes(StandardCharsets.UTF_8);
    }

    private static org.yaml.snakeyaml.Yaml yaml() {
        var reading = new LoaderOptions();
        reading.setAllowDuplicateKeys(true);
        reading.setWarnOnDuplicateKeys(false); // told in notes
        reading.setMaxAliasesForCollections(50);
        var writing = new DumperOptions();
        writing.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new org.yaml.snakeyaml.Yaml(new SafeConstructor(reading), new GoStyle(writing), writing, reading,
                new NoTimestamps());
    }

    /** Text that would read as something else is in double quotes, as Go's yaml writes it. */
    private static final class GoStyle extends Representer {
        private static final Resolver READER = new Resolver();

        GoStyle(DumperOptions options) {
            super(options);
            var asUsual = representers.get(String.class);
            representers.put(String.class, text -> {
                var plain = READER.resolve(NodeId.scalar, (String) text, true).equals(Tag.STR)
                        && !((String) text).matches("[yYnN]"); // YAML 1.1 knows them as true and false
                return plain ? asUsual.representData(text)
                        : representScalar(Tag.STR, (String) text, DumperOptions.ScalarStyle.DOUBLE_QUOTED);
            });
        }
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            var sorted = new TreeMap<Object, Object>();
            map.forEach((key, item) -> sorted.put(key, sorted(item)));
            return sorted;
        }
        return value instanceof List<?> list ? list.stream().map(Yaml::sorted).toList() : value;
    }

    /** Dates stay text, as the API's are. */
    private static final class NoTimestamps extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, pattern, first, limit);
            }
        }
    }

    /** Notes what is named twice; refuses what is no JSON, or far more of it than was sent. */
    private static final class Check {
        private static final int FROM_ALIASES = 400_000; // as many as Go's yaml takes

        private final Set<Node> above = new HashSet<>();
        private final List<String> notes;
        private int nodesLeft;

        Check(int length, List<String> notes) {
            this.notes = notes;
            nodesLeft = length + FROM_ALIASES;
        }

        void of(Node node) {
            if (--nodesLeft < 0) {
                throw new YAMLException("document contains excessive aliasing");
            }
            if (!above.add(node)) {
                throw new YAMLException("anchor '%s' value contains itself".formatted(node.getAnchor()));
            }
            if (node instanceof SequenceNode sequence) {
                sequence.getValue().forEach(this::of);
            } else if (node instanceof MappingNode mapping) {
                mapping(mapping);
            }
            above.remove(node);
        }

        private void mapping(MappingNode mapping) {
            var keys = new HashSet<String>();
            for (var tuple : mapping.getValue()) {
                var line = tuple.getKeyNode().getStartMark().getLine() + 1;
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw new YAMLException("line %d: invalid map key".formatted(line));
                }
                if (!keys.add(key.getValue())) {
                    notes.add("line %d: key \"%s\" already set in map".formatted(line, key.getValue()));
                }
                of(tuple.getValueNode());
            }
        }
    }

    private static Object jsonLike(Object value) {
        if (value instanceof Map<?, ?> map) {
            var object = new LinkedHashMap<String, Object>();
            map.forEach((key, item) -> object.put(String.valueOf(key), jsonLike(item)));
            return object;
        }
        if (value instanceof Iterable<?> items) {
            var list = new ArrayList<>();
            items.forEach(item -> list.add(jsonLike(item)));
            return list;
        }
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return value;
    }
}
