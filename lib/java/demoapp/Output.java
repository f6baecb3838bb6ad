package demoapp;

import java.util.Map;

import demoapp.json.Json;
import demoapp.manifest.YamlDocuments;

/** What {@code -o} offers. */
public enum Output {
    TEXT, JSON, YAML;

    /** The document in the machine's format. */
    public String of(Map<String, Object> document) {
        return this == YAML ? YamlDocuments.dump(document)
                : Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }
}
