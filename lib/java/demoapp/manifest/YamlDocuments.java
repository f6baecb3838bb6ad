package demoapp.manifest;

import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML as Kubernetes reads it: what JSON can say, keys are strings, no key twice, and the lines are remembered. */
public final class YamlDocuments {
    private static final Resolver RESOLVER = new Resolver();

    private YamlDocuments() { }

    public static Iterable<Node> compose(Reader text) {
        return new Yaml(options()).composeAll(text);
    }

    static boolean isEmpty(Node document) {
        return document instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    /** The tree with every scalar's text passed through the function; a plain scalar gets the type its new text has. */
    static Node replaceScalars(Node node, Function<ScalarNode, String> replacement) {
        if (node instanceof ScalarNode scalar) {
            var text = replacement.apply(scalar);
            if (text.equals(scalar.getValue())) {
                return scalar;
            }
            var tag = scalar.isPlain() ? RESOLVER.resolve(NodeId.scalar, text, true) : scalar.getTag();
            return new ScalarNode(tag, text, scalar.getStartMark(), scalar.getEndMark(), scalar.getScalarStyle());
        }
        if (node instanceof MappingNode mapping) {
            mapping.getValue().replaceAll(pair -> new NodeTuple(
                    pair.getKeyNode(), replaceScalars(pair.getValueNode(), replacement)));
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().replaceAll(item -> replaceScalars(item, replacement));
        }
        return node;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(Node mapping) {
        return (Map<String, Object>) json(new Construction().of(mapping));
    }

    /** Block style, as manifests are written. */
    public static String dump(Object document) {
        var style = new DumperOptions();
        style.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        style.setSplitLines(false);
        return new Yaml(style).dump(document);
    }

    private static Object json(Object value) {
        if (value instanceof Map<?, ?> map) {
            var object = new LinkedHashMap<String, Object>();
            map.forEach((key, item) -> object.put(String.valueOf(key), json(item)));
            return object;
        }
        if (value instanceof List<?> list) {
            var array = new ArrayList<>(list.size());
            list.forEach(item -> array.add(json(item)));
            return array;
        }
        return value;
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(64 << 20);
        return options;
    }

    private static final class Construction extends SafeConstructor {
        Construction() {
            super(options());
            // The options alone do not do it: only the class Yaml would hand this one on.
            setAllowDuplicateKeys(false);
            // JSON has no dates: what looks like one is a string.
            yamlConstructors.put(Tag.TIMESTAMP, yamlConstructors.get(Tag.STR));
        }

        Object of(Node node) {
            return constructDocument(node);
        }
    }
}
