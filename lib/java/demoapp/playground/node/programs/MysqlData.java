package demoapp.playground.node.programs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * What a MySQL server keeps in its data folder: databases, their tables, and those' columns and rows. Every change is
 * written at once.
 */
final class MysqlData {
    /** What the server answers to a statement that fails. */
    static final class SqlError extends RuntimeException {
        SqlError(String message) {
            super(message, null, false, false);
        }
    }

    static final String FILE = "ibdata1";
    /** All of it is kept as one text. */
    private static final int MOST_ROWS = 1000;

    private final Folder folder;
    private final Map<String, Object> databases;

    MysqlData(Folder folder) {
        this.folder = folder;
        databases = folder.read(FILE).map(text -> Json.read(text.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(LinkedHashMap::new);
        // Playgrounds of an older version kept only how many rows a table has.
        databases.keySet().forEach(name -> Json.child(databases, name).values().removeIf(t -> !(t instanceof Map)));
    }

    boolean isSetUp() {
        return folder.read(FILE).isPresent();
    }

    void save() {
        folder.write(FILE, Json.string(databases));
    }

    List<String> names() {
        return List.copyOf(databases.keySet());
    }

    List<String> tables(String database) {
        return List.copyOf(Json.map(databases, database).keySet());
    }

    void createDatabase(String name) {
        Json.child(databases, name);
        save();
    }

    boolean hasTable(String database, String table) {
        return Json.map(databases, database).containsKey(table);
    }

    void createTable(String database, String table, List<String> columns) {
        if (!databases.containsKey(database)) {
            throw new SqlError("Unknown database '%s'".formatted(database));
        }
        if (hasTable(database, table)) {
            throw new SqlError("Table '%s' already exists".formatted(table));
        }
        Json.child(databases, database).put(table,
                Json.object("columns", new ArrayList<>(columns), "last", 0L, "rows", new ArrayList<>()));
        save();
    }

    boolean hasColumn(String database, String table, String column) {
        return hasTable(database, table) && Json.texts(databases, database, table, "columns").contains(column);
    }

    void addColumn(String database, String table, String column, Object value) {
        var there = table(database, table);
        if (hasColumn(database, table, column)) {
            throw new SqlError("Duplicate column name '%s'".formatted(column));
        }
        Json.list(there, "columns").add(column);
        Json.maps(there, "rows").forEach(row -> row.put(column, value));
        save();
    }

    void dropColumn(String database, String table, String column) {
        var there = table(database, table);
        if (!hasColumn(database, table, column)) {
            throw new SqlError("Can't DROP '%s'; check that column/key exists".formatted(column));
        }
        Json.list(there, "columns").remove(column);
        Json.maps(there, "rows").forEach(row -> row.remove(column));
        save();
    }

    void delete(String database, String table, String column, Object value) {
        Json.list(table(database, table), "rows").removeIf(row -> Json.same(Json.at(row, column), value));
        save();
    }

    List<String> columns(String database, String table) {
        return Json.texts(table(database, table), "columns");
    }

    /** The rows in the order of their ids. Not to be changed. */
    List<Map<String, Object>> rows(String database, String table) {
        return Json.maps(table(database, table), "rows");
    }

    /** Returns the new row's id. */
    long insert(String database, String table, Map<String, Object> values) {
        var there = table(database, table);
        if (Json.list(there, "rows").size() >= MOST_ROWS) {
            throw new SqlError("The table '%s' is full".formatted(table));
        }
        var id = Json.number(there, 0, "last") + 1;
        var row = Json.object("id", id);
        row.putAll(values);
        there.put("last", id);
        Json.list(there, "rows").add(row);
        save();
        return id;
    }

    /** Returns false when there is no such row. */
    boolean update(String database, String table, long id, String column, Object value) {
        var row = rows(database, table).stream().filter(r -> Json.number(r, 0, "id") == id).findFirst();
        row.ifPresent(r -> {
            r.put(column, value);
            save();
        });
        return row.isPresent();
    }

    private Map<String, Object> table(String database, String table) {
        if (!hasTable(database, table)) {
            throw new SqlError("Table '%s.%s' doesn't exist".formatted(database, table));
        }
        return Json.map(databases, database, table);
    }
}
