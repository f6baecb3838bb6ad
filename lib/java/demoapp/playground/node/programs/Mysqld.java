package demoapp.playground.node.programs;

import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * MySQL 8: sets its data folder up when that is empty (and refuses to when it only looks unlike a database), then
 * serves what is in it, once no other server does: that is why a Deployment of MySQL has to be recreated.
 */
public final class Mysqld extends Program {
    static final int PORT = 3306;
    public static final String VERSION = "8.4.7";

    /** So often, once a second, it tries to have its data for itself. */
    private static final int TRIES = 100;

    private final Map<String, Program> locks = new HashMap<>();
    private Folder folder;
    private MysqlData data;

    @Override
    protected void run() {
        folder = around().folders().apply("/var/lib/mysql");
        data = new MysqlData(folder);
        entrypoint("Entrypoint script for MySQL Server %s-1.el9 started.".formatted(VERSION));
        if (data.isSetUp()) {
            serve();
        } else if (!folder.isEmpty() || !around().locks().take(folder, MysqlData.FILE, this)) {
            server("ERROR", "MY-010457", "Server",
                    "--initialize specified but the data directory has files in it. Aborting.");
            server("ERROR", "MY-013236", "Server", "The designated data directory /var/lib/mysql/ is unusable. You "
                    + "can remove all files that the server added to it.");
            server("ERROR", "MY-010119", "Server", "Aborting");
            after(0.5, () -> exit(1));
        } else if (!hasPassword()) {
            log(stamp() + " [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified",
                    "    You need to specify one of the following as an environment variable:",
                    "    - MYSQL_ROOT_PASSWORD", "    - MYSQL_ALLOW_EMPTY_PASSWORD",
                    "    - MYSQL_RANDOM_ROOT_PASSWORD");
            after(0.2, () -> exit(1));
        } else {
            initialize();
        }
    }

    private boolean hasPassword() {
        return !environment("MYSQL_ROOT_PASSWORD", "").isEmpty()
                || !environment("MYSQL_ALLOW_EMPTY_PASSWORD", "").isEmpty()
                || !environment("MYSQL_RANDOM_ROOT_PASSWORD", "").isEmpty();
    }

    private void initialize() {
        entrypoint("Initializing database files");
        server("System", "MY-015017", "Server", "MySQL Server Initialization - start.");
        after(3, () -> {
            data.save();
            entrypoint("Database files initialized");
            var database = environment("MYSQL_DATABASE", "");
            if (!database.isEmpty()) {
                entrypoint("Creating database " + database);
                data.createDatabase(database);
            }
            if (!environment("MYSQL_USER", "").isEmpty()) {
                entrypoint("Creating user " + environment("MYSQL_USER", ""));
            }
            entrypoint("MySQL init process done. Ready for start up.");
            serve();
        });
    }

    private void serve() {
        server("System", "MY-015015", "Server", "MySQL Server - start.");
        server("System", "MY-010116", "Server",
                "/usr/sbin/mysqld (mysqld %s) starting as process 1".formatted(VERSION));
        server("System", "MY-013576", "InnoDB", "InnoDB initialization has started.");
        open(TRIES);
    }

    private void open(int tries) {
        if (around().locks().take(folder, MysqlData.FILE, this)) {
            ready();
            return;
        }
        server("ERROR", "MY-012574", "InnoDB", "Unable to lock ./ibdata1 error: 11");
        if (tries > 0) {
            after(1, () -> open(tries - 1));
            return;
        }
        server("ERROR", "MY-012592", "InnoDB", "Operating system error number 11 in a file operation.");
        server("ERROR", "MY-012596", "InnoDB", "Error number 11 means 'Resource temporarily unavailable'");
        server("ERROR", "MY-012215", "InnoDB", "Cannot open datafile './ibdata1'");
        server("ERROR", "MY-012930", "InnoDB", "Plugin initialization aborted with error Cannot open a file.");
        server("ERROR", "MY-010334", "Server", "Failed to initialize DD Storage Engine");
        server("ERROR", "MY-010020", "Server", "Data Dictionary initialization failed.");
        server("ERROR", "MY-010119", "Server", "Aborting");
        after(0.5, () -> exit(1));
    }

    private void ready() {
        data = new MysqlData(folder); // as the one before has left it
        after(1.5, () -> {
            server("System", "MY-013577", "InnoDB", "InnoDB initialization has ended.");
            server("System", "MY-010931", "Server", ("/usr/sbin/mysqld: ready for connections. Version: '%s'  socket: "
                    + "'/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.").formatted(VERSION));
            listen(PORT);
        });
    }

    @Override
    public boolean speaksHttp() {
        return false;
    }

    @Override
    public void terminate() {
        server("System", "MY-013172", "Server", ("Received SHUTDOWN from user <via user signal>. Shutting down mysqld "
                + "(Version: %s).").formatted(VERSION));
        after(1, () -> {
            server("System", "MY-010910", "Server", ("/usr/sbin/mysqld: Shutdown complete (mysqld %s)  MySQL "
                    + "Community Server - GPL.").formatted(VERSION));
            exit(0);
        });
    }

    private void entrypoint(String message) {
        log(around().clock().now().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "+00:00")
                + " [Note] [Entrypoint]: " + message);
    }

    private void server(String level, String code, String system, String message) {
        log("%s 0 [%s] [%s] [%s] %s".formatted(stamp(), level, code, system, message));
    }

    private String stamp() {
        return "%tFT%<tT.%<tL000Z".formatted(around().clock().now().atZone(ZoneOffset.UTC));
    }

    // What clients see

    /** How many rows each table of the database has; empty when there is no such database or it has no tables. */
    public Map<String, Integer> tables(String database) {
        var tables = new LinkedHashMap<String, Integer>();
        data.tables(database).forEach(table -> tables.put(table, data.rows(database, table).size()));
        return tables;
    }

    /** A database's rows as statements that would bring them back. */
    public String dump(String database) {
        var text = new StringBuilder("-- MySQL dump, of the playground\nUSE `%s`;\n".formatted(database));
        for (var table : data.tables(database)) {
            for (var row : data.rows(database, table)) {
                text.append("INSERT INTO `%s` (`%s`) VALUES (%s);%n".formatted(table, String.join("`,`", row.keySet()),
                        row.values().stream().map(value -> value instanceof Number || value == null ? String.valueOf(value).toUpperCase()
                                : "'" + value.toString().replace("'", "''") + "'").collect(Collectors.joining(","))));
            }
        }
        return text.append("-- Dump completed\n").toString();
    }

    /** All but the server's own. */
    public List<String> names() {
        return data.names();
    }

    /** Whether the user may come in with that password. */
    public boolean admits(String user, String password) {
        var expected = environment(user.equals("root") ? "MYSQL_ROOT_PASSWORD" : "MYSQL_PASSWORD", "");
        return (user.equals("root") || user.equals(environment("MYSQL_USER", ""))) && password.equals(expected);
    }

    public void create(String database) {
        data.createDatabase(database);
    }

    MysqlData data() {
        return data;
    }

    /** GET_LOCK without waiting: a lock goes with the client that holds it. */
    boolean lock(String name, Program client) {
        locks.values().removeIf(holder -> !holder.isRunning());
        return locks.putIfAbsent(name, client) == null;
    }

    void unlock(String name) {
        locks.remove(name);
    }
}
