package demoapp.playground.node.commands;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import demoapp.playground.node.programs.Mysqld;

/** `mysql`: a few statements, answered from what the simulated server keeps: databases, tables, numbers of rows. */
final class MysqlClient {
    private static final Pattern COUNT =
            Pattern.compile("(?i)select\\s+(count\\(\\s*(?:\\*|1)\\s*\\))\\s+from\\s+`?([\\w.]+)`?");
    private static final String PASSWORD_WARNING =
            ": [Warning] Using a password on the command line interface can be insecure.\n";

    private MysqlClient() { }

    /** Who asks which server: from -h, -P, -u and -p. */
    private record Session(Invocation call, Mysqld server, String host, String user, boolean password) { }

    private static Optional<Session> connect(Invocation call) throws IOException, InterruptedException {
        var host = call.option("-h", call.option("--host", "localhost"));
        var port = call.option("-P", call.option("--port", "3306"));
        var user = call.option("-u", call.option("--user", "root"));
        var password = call.arguments().stream().filter(word -> word.matches("(?s)-p.*|--password=.*"))
                .map(word -> word.replaceFirst("^(-p|--password=)", "")).findFirst()
                .orElse(call.environment().getOrDefault("MYSQL_PWD", ""));
        if (call.arguments().stream().anyMatch(word -> word.matches("-p.+|--password=.+"))) {
            Invocation.write(call.streams().err(), call.name() + PASSWORD_WARNING);
        }
        var found = NetworkCommands.addresses(call, host);
        if (found.isEmpty()) {
            error(call, "ERROR 2005 (HY000): Unknown MySQL server host '" + host + "' (-2)");
            return Optional.empty();
        }
        var program = NetworkCommands.reach(call, found.get(0), port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0);
        if (!(program.orElse(null) instanceof Mysqld server)) {
            error(call, host.equals("localhost") ? "ERROR 2002 (HY000): Can't connect to local MySQL server through "
                    + "socket '/var/run/mysqld/mysqld.sock' (2)"
                    : "ERROR 2003 (HY000): Can't connect to MySQL server on '" + host + ":" + port + "' (111)");
            return Optional.empty();
        }
        if (!server.admits(user, password)) {
            error(call, "ERROR 1045 (28000): Access denied for user '%s'@'%s' (using password: %s)".formatted(user,
                    host.equals("localhost") ? host : call.container().around().ip(), password.isEmpty() ? "NO" : "YES"));
            return Optional.empty();
        }
        return Optional.of(new Session(call, server, host, user, !password.isEmpty()));
    }

    private static int error(Invocation call, String message) throws IOException {
        Invocation.write(call.streams().err(), message + "\n");
        return 1;
    }

    /** `mysqladmin ping` and `status`. */
    static int admin(Invocation call) throws IOException, InterruptedException {
        if (connect(call).isEmpty()) {
            return 1;
        }
        call.print(call.operands().contains("ping") ? "mysqld is alive\n" : "Uptime: 1  Threads: 1  Questions: 1\n");
        return 0;
    }

    /** `mysqldump DATABASE` or `mysqldump --all-databases`. */
    static int dump(Invocation call) throws IOException, InterruptedException {
        var session = connect(call);
        if (session.isEmpty()) {
            return 1;
        }
        var server = session.get().server;
        var values = List.of(call.option("-h", ""), call.option("-P", ""), call.option("-u", ""));
        var wanted = call.operands().stream().filter(operand -> !values.contains(operand)).findFirst();
        var names = call.container().task().ask(server::names);
        if (wanted.isPresent() && !names.contains(wanted.get())) {
            return error(call, "mysqldump: Got error: 1049: Unknown database '" + wanted.get() + "' when selecting the database");
        }
        for (var name : wanted.map(List::of).orElse(names)) {
            call.print(call.container().task().ask(() -> server.dump(name)));
        }
        return 0;
    }

    static int run(Invocation call) throws IOException, InterruptedException {
        var session = connect(call);
        if (session.isEmpty()) {
            return 1;
        }
        var values = List.of(call.option("-h", ""), call.option("-P", ""), call.option("-u", ""), call.option("-e", ""),
                call.option("--execute", ""));
        var database = call.operands().stream().filter(operand -> !values.contains(operand)).findFirst()
                .orElse(call.option("-D", ""));
        var given = call.option("-e", call.option("--execute", ""));
        if (!database.isEmpty() && !call.container().task().ask(() -> session.get().server.names()).contains(database)) {
            return error(call, "ERROR 1049 (42000): Unknown database '" + database + "'");
        }
        if (!given.isEmpty()) {
            return statements(session.get(), given, database);
        }
        var terminal = call.streams().in() instanceof Terminal.Input;
        while (true) {
            if (terminal) {
                call.print("mysql> ");
            }
            var line = Builtins.readLine(call.streams().in());
            if (line == null || line.strip().matches("(?i)(exit|quit|\\\\q);?")) {
                call.print(terminal ? "Bye\n" : "");
                return 0;
            }
            var use = Pattern.compile("(?i)\\s*use\\s+`?(\\w+)`?;?\\s*").matcher(line);
            if (use.matches()) {
                database = use.group(1);
                call.print(terminal ? "Database changed\n" : "");
            } else if (statements(session.get(), line, database) != 0 && !terminal) {
                return 1;
            }
        }
    }

    private static int statements(Session session, String text, String database)
            throws IOException, InterruptedException {
        for (var statement : text.split(";")) {
            if (!statement.isBlank() && statement(session, statement.strip(), database) != 0) {
                return 1;
            }
        }
        return 0;
    }

    private static int statement(Session session, String statement, String database)
            throws IOException, InterruptedException {
        var call = session.call;
        var server = session.server;
        var plain = statement.toLowerCase().replaceAll("\\s+", " ");
        var count = COUNT.matcher(statement);
        if (plain.equals("show databases")) {
            var names = new ArrayList<>(List.of("information_schema", "mysql", "performance_schema", "sys"));
            names.addAll(call.container().task().ask(server::names));
            return table(call, "Database", names.stream().sorted().toList());
        } else if (plain.startsWith("show tables")) {
            return database.isEmpty() ? error(call, "ERROR 1046 (3D000) at line 1: No database selected")
                    : table(call, "Tables_in_" + database, call.container().task().ask(() ->
                            List.copyOf(server.tables(database).keySet())));
        } else if (count.matches()) {
            var name = count.group(2);
            var in = name.contains(".") ? name.substring(0, name.indexOf('.')) : database;
            var rows = call.container().task().ask(() ->
                    Optional.ofNullable(server.tables(in).get(name.replaceFirst(".*\\.", ""))));
            return rows.isEmpty() ? error(call, "ERROR 1146 (42S02) at line 1: Table '%s.%s' doesn't exist"
                    .formatted(in, name.replaceFirst(".*\\.", ""))) : table(call, count.group(1), List.of(rows.get().toString()));
        } else if (plain.matches("select \\d+")) {
            return table(call, plain.substring(7), List.of(plain.substring(7)));
        } else if (plain.matches("select (version\\(\\)|@@version)")) {
            return table(call, statement.substring(7), List.of(Mysqld.VERSION));
        } else if (plain.matches("create database (if not exists )?`?\\w+`?")) {
            call.container().task().ask(() -> {
                server.create(plain.replaceFirst(".* ", "").replace("`", ""));
                return null;
            });
            return 0;
        }
        return error(call, "ERROR: the playground's MySQL does not know: " + statement);
    }

    /** With lines around it at a terminal or with -t; else only the values. */
    private static int table(Invocation call, String title, List<String> rows) throws IOException {
        var text = new StringBuilder();
        if (call.streams().in() instanceof Terminal.Input || call.arguments().contains("-t")) {
            var width = Math.max(title.length(), rows.stream().mapToInt(String::length).max().orElse(0));
            var border = "+" + "-".repeat(width + 2) + "+\n";
            text.append(border).append(("| %-" + width + "s |\n").formatted(title)).append(border);
            rows.forEach(row -> text.append(("| %-" + width + "s |\n").formatted(row)));
            text.append(border).append("%d row%s in set (0.00 sec)\n\n".formatted(rows.size(), rows.size() == 1 ? "" : "s"));
        } else {
            text.append(call.has('N') || rows.isEmpty() ? "" : title + "\n");
            rows.forEach(row -> text.append(row).append('\n'));
        }
        call.streams().out().write(text.toString().getBytes(StandardCharsets.UTF_8));
        call.streams().out().flush();
        return 0;
    }
}
