package demoapp.playground.api;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.api.Columns.Column;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;

/** meta.k8s.io/v1 Table: what `kubectl get` prints. The columns of each kind are in Columns. */
final class Tables {
    private Tables() { }

    /** @param include the query's includeObject: Metadata (when empty), Object or None */
    static Map<String, Object> of(Kind kind, Map<String, Object> document, String include) {
        var columns = Columns.of(kind);
        var list = document.get("items") instanceof List<?>;
        var objects = list ? Json.maps(document, "items") : List.of(document);
        var metadata = new LinkedHashMap<String, Object>();
        for (var field : List.of("resourceVersion", "continue", "remainingItemCount")) {
            Json.set(metadata, Json.at(document, "metadata", field), field);
        }
        if (!List.of("", "None", "Metadata", "Object").contains(include)) {
            throw ApiException.badRequest("Unable to convert to Table as requested: includeObject: Invalid value: %s: must be "
                    .formatted(Json.string(include)) + "'Metadata', 'Object', 'None', or empty");
        }
        var rows = objects.stream().map(object -> row(kind, columns, object, include)).toList();
        return Json.object("kind", "Table", "apiVersion", "meta.k8s.io/v1", "metadata", metadata,
                "columnDefinitions", columns.stream().map(column -> definition(kind, column)).toList(),
                "rows",
                rows.isEmpty() && !Columns.has(kind) ? null : rows); // a kind without columns of its own has no rows at all
    }

    private static Map<String, Object> definition(Kind kind, Column column) {
        return Json.object("name", column.name(), "type", column.type(), "format",
                column.name().equals("Name") ? "name" : "", "description",
                ColumnTexts.of(kind, column.name()), "priority", column.priority());
    }

    private static Map<String, Object> row(Kind kind, List<Column> columns, Map<String, Object> object,
                                           String include) {
        var cells = new ArrayList<>();
        columns.forEach(column -> cells.add(column.cell().apply(object)));
        var row = Json.object("cells", cells);
        switch (include) {
            case "None" -> row.put("object", null);
            case "Object" -> {
                var whole = Json.object("kind", kind.name(), "apiVersion", kind.apiVersion());
                whole.putAll(object);
                row.put("object", whole);
            }
            default -> row.put("object", Accept.metadata(object));
        }
        return row;
    }

    /** Since an RFC 3339 time, as kubectl writes ages. */
    static String age(String timestamp) {
        if (timestamp.isEmpty()) {
            return "<unknown>";
        }
        try {
            return duration(Duration.between(Instant.parse(timestamp), Instant.now()));
        } catch (DateTimeParseException notATime) {
            return "<invalid>";
        }
    }

    /**
     * 61s, 5m10s, 3h, 2d: two units where the first is small. As in
     * https://github.com/kubernetes/apimachinery/blob/v0.32.1/pkg/util/duration/duration.go
     */
    static String duration(Duration duration) {
        var seconds = duration.toSeconds();
        var minutes = seconds / 60;
        var hours = minutes / 60;
        if (seconds < 0) {
            return seconds < -1 ? "<invalid>" : "0s";
        }
        if (seconds < 120) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return seconds % 60 == 0 ? minutes + "m" : minutes + "m" + seconds % 60 + "s";
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        if (hours < 8) {
            return minutes % 60 == 0 ? hours + "h" : hours + "h" + minutes % 60 + "m";
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (hours < 192) {
            return hours % 24 == 0 ? hours / 24 + "d" : hours / 24 + "d" + hours % 24 + "h";
        }
        return hours / 24 + "d";
    }
}
