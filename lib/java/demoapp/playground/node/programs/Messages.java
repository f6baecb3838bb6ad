package demoapp.playground.node.programs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;

/** The table of messages, as Active Record gives it to the application. Each call throws SqlError when it is not there. */
record Messages(MysqlData data, String database) {
    private static final String TABLE = "messages";

    /** Rows of id, body, answer (null: not yet), created_at and, after its migration, likes; the oldest first. */
    List<Map<String, Object>> all() {
        return data.rows(database, TABLE);
    }

    Optional<Map<String, Object>> find(long id) {
        return all().stream().filter(message -> Json.number(message, 0, "id") == id).findFirst();
    }

    boolean haveLikes() {
        return data.hasColumn(database, TABLE, "likes");
    }

    List<String> columns() {
        return data.columns(database, TABLE);
    }

    Map<String, Object> create(String body, Instant now) {
        var values = Json.object("body", body, "answer", null, "created_at",
                now.truncatedTo(ChronoUnit.MILLIS).toString());
        if (haveLikes()) {
            values.put("likes", 0);
        }
        return find(data.insert(database, TABLE, values)).orElseThrow();
    }

    /** Returns false when there is no such message. */
    boolean answer(long id, String answer) {
        return data.update(database, TABLE, id, "answer", answer);
    }

    boolean like(long id) {
        return data.update(database, TABLE, id, "likes",
                find(id).map(message -> Json.number(message, 0, "likes")).orElse(0L) + 1);
    }
}
