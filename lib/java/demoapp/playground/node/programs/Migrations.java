package demoapp.playground.node.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import demoapp.json.Json;

/**
 * Rails' migrations: those that an image brings along, by the names of its files, and those that a database has had.
 * What one does its name says, as Rails' generator understands it: `create_messages`, `add_likes_to_messages`.
 */
record Migrations(List<Migration> all, MysqlData data, String database) {
    private static final Pattern FILE = Pattern.compile("(?:.*/)?(\\d{14})_(\\w+?)(?:\\.rb)?(?: sleep (\\d+))?");
    private static final Pattern ADD = Pattern.compile("add_(\\w+)_to_(\\w+)");
    private static final List<String> FIRST = List.of("20251001090000_create_messages");
    private static final List<String> LATER = List.of(FIRST.get(0), "20251101090000_add_likes_to_messages");
    private static final String TABLE = "schema_migrations";

    /**
     * One of them.
     *
     * @param name  in snake case
     * @param sleep how many seconds longer it takes than it needs
     */
    record Migration(String version, String name, int sleep) {
        /** AddLikesToMessages */
        String className() {
            var text = new StringBuilder();
            for (var word : name.split("_")) {
                text.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
            return text.toString();
        }

        /** Add likes to messages */
        String title() {
            return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('_', ' ');
        }

        /** As Rails says it while it is done. */
        String statement() {
            var add = ADD.matcher(name);
            return add.matches() ? "add_column(:%s, :%s, :integer, {default: 0, null: false})"
                    .formatted(add.group(2), add.group(1))
                    : name.startsWith("create_") ? "create_table(:%s)".formatted(name.substring("create_".length()))
                    : "execute(\"...\")";
        }

        private void run(MysqlData data, String database) {
            var add = ADD.matcher(name);
            if (add.matches()) {
                data.addColumn(database, add.group(2), add.group(1), 0);
            } else if (name.startsWith("create_")) {
                data.createTable(database, name.substring("create_".length()),
                        List.of("id", "body", "answer", "created_at"));
            }
        }
    }

    /**
     * Those of an image: what its files say, or else one for demoapp 0.0.1 and one more for every other.
     *
     * @param files one a line
     */
    static List<Migration> of(String image, String files) {
        var listed = named(files.lines().toList());
        return !listed.isEmpty() ? listed : named(image.endsWith(":0.0.1") ? FIRST : LATER);
    }

    private static List<Migration> named(List<String> files) {
        return files.stream().map(String::strip).map(FILE::matcher).filter(file -> file.matches())
                .map(file -> new Migration(file.group(1), file.group(2),
                        file.group(3) == null ? 0 : Integer.parseInt(file.group(3)))).sorted((a, b) ->
                        a.version.compareTo(b.version)).toList();
    }

    boolean isSetUp() {
        return data.hasTable(database, TABLE);
    }

    /** The versions that the database has had, be they this image's or not. */
    List<String> done() {
        return !isSetUp() ? List.of() : data.rows(database, TABLE).stream().map(row -> Json.text(row, "version"))
                .sorted().toList();
    }

    List<Migration> pending() {
        var done = done();
        return all.stream().filter(migration -> !done.contains(migration.version)).toList();
    }

    Optional<Migration> find(String version) {
        return all.stream().filter(migration -> migration.version.equals(version)).findFirst();
    }

    void run(Migration migration) {
        if (!isSetUp()) {
            data.createTable(database, TABLE, List.of("version"));
        }
        migration.run(data, database);
        data.insert(database, TABLE, Json.object("version", migration.version));
    }

    /** As if it had never been. */
    void forget(String version, String table, String column) {
        if (data.hasColumn(database, table, column)) {
            data.dropColumn(database, table, column);
        }
        data.delete(database, TABLE, "version", version);
    }

    /** Like `db:schema:load`: the tables as they are after all migrations. */
    void loadSchema() {
        data.createDatabase(database);
        data.createTable(database, "ar_internal_metadata", List.of("key", "value"));
        data.insert(database, "ar_internal_metadata", Json.object("key", "environment", "value", "production"));
        pending().forEach(this::run);
    }

    /** What `db:migrate:status` prints. */
    String status() {
        var lines = new ArrayList<>(List.of("", "database: " + database, "",
                " Status   Migration ID    Migration Name", "-".repeat(50)));
        var done = done();
        var versions = new ArrayList<>(done);
        pending().forEach(migration -> versions.add(migration.version));
        versions.stream().sorted().forEach(version -> lines.add("%s  %-14s  %s".formatted(
                done.contains(version) ? "   up   " : "  down  ", version,
                find(version).map(Migration::title).orElse("********** NO FILE **********"))));
        lines.add("");
        return String.join("\n", lines) + "\n";
    }

    /** As Rails announces: `== 20251001090000 CreateMessages: migrating ====…`. */
    static String banner(Migration migration, String what) {
        var text = "%s %s: %s".formatted(migration.version, migration.className(), what);
        return "== %s %s".formatted(text, "=".repeat(Math.max(0, 75 - text.length())));
    }
}
