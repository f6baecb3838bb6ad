package demoapp.playground.schema;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What kubectl explain says of types and fields. Loaded when somebody asks. */
final class Descriptions {
    private static final Map<String, String> OF = Arrays.stream((PodDescriptions.TEXT + KindDescriptions.TEXT)
            .replace("\n  ", " ").split("\n")).map(line -> line.split(": ", 2)).collect(Collectors.toMap(
                    parts -> parts[0], parts -> parts[1].replace("\\n", "\n")));

    private Descriptions() { }

    /** Of a type. */
    static String of(String type) {
        return OF.getOrDefault(type, "");
    }

    /** Of a type's field; some fields are the same everywhere. */
    static String of(String type, String field) {
        var own = OF.get(type + "." + field);
        return own == null ? OF.getOrDefault("*." + field, "") : own;
    }
}
