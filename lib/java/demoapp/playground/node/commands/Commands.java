package demoapp.playground.node.commands;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The commands that there are in containers, by their names. A new command starts here. */
final class Commands {
    private static final Map<String, Command> ALL = new HashMap<>();
    private static final Set<String> NOT_IN_BUSYBOX = Set.of("bash", "curl", "getent", "mysql", "mysqladmin",
            "mysqldump", "redis-cli");

    static {
        FileCommands.addTo(ALL);
        FileReports.addTo(ALL);
        TextCommands.addTo(ALL);
        TextFilters.addTo(ALL);
        SystemCommands.addTo(ALL);
        NetworkCommands.addTo(ALL);
        ALL.put("[", TestCommand::run);
        ALL.put("test", TestCommand::run);
        ALL.put("tar", TarCommand::run);
        ALL.put("mysql", MysqlClient::run);
        ALL.put("mysqladmin", MysqlClient::admin);
        ALL.put("mysqldump", MysqlClient::dump);
        ALL.put("redis-cli", RedisClient::run);
        List.of("sh", "ash", "bash", "dash").forEach(shell -> ALL.put(shell, Commands::shell));
    }

    private Commands() { }

    static Set<String> names() {
        return ALL.keySet();
    }

    /** @param name a command's name, or the path of one, or of a script */
    static Optional<Command> find(Container container, String name, String folder) {
        var path = FileTree.absolute(folder, name);
        if (name.contains("/") && container.files().isFile(path)) {
            return Optional.of(call -> script(call, path));
        }
        if (name.contains("/") && !path.matches("/(usr/)?(local/)?s?bin/[^/]+")) {
            return Optional.empty();
        }
        var command = FileTree.name(name);
        return container.isBusybox() && NOT_IN_BUSYBOX.contains(command) ? Optional.empty()
                : Optional.ofNullable(ALL.get(command));
    }

    /** Runs it; what goes wrong with files and streams it says as commands do. */
    static int run(Command command, Invocation call) throws IOException, InterruptedException {
        try {
            return command.run(call);
        } catch (BrokenPipe | InterruptedIOException ended) {
            throw ended;
        } catch (IOException failure) {
            return call.fail(1, failure.getMessage());
        }
    }

    private static int script(Invocation call, String path) throws IOException, InterruptedException {
        var text = new String(call.files().read(path), StandardCharsets.UTF_8);
        return new Interpreter(call.container(), new ShellState(call.environment(), call.words(), call.folder()))
                .runAll(text, call.streams());
    }

    /** `sh -c SCRIPT [NAME ARGUMENT…]`, `sh FILE [ARGUMENT…]`, or `sh` alone, which reads what to do. */
    private static int shell(Invocation call) throws IOException, InterruptedException {
        var words = call.words();
        var options = 1;
        while (options < words.size() && words.get(options).matches("[-+][a-zA-Z]+|--login")) {
            options++;
        }
        var given = String.join("", words.subList(1, options));
        var rest = words.subList(options, words.size());
        var state = new ShellState(call.environment(), List.of(call.name()), call.folder());
        state.exitsOnError = given.contains("e") && !given.contains("login");
        state.traces = given.contains("x");
        if (given.contains("c")) {
            if (rest.isEmpty()) {
                return call.fail(2, "-c requires an argument");
            }
            if (rest.size() > 1) {
                state.parameters = rest.subList(1, rest.size());
            }
            var shell = new Interpreter(call.container(), state);
            call.container().task().began(shell);
            return shell.runAll(rest.get(0), call.streams());
        }
        if (!rest.isEmpty()) {
            var path = call.path(rest.get(0));
            if (!call.files().isFile(path)) {
                return call.fail(call.container().isBusybox() ? 2 : 127, "can't open '" + rest.get(0)
                        + "': No such file or directory");
            }
            state.parameters = rest;
            var shell = new Interpreter(call.container(), state);
            call.container().task().began(shell);
            return shell.runAll(new String(call.files().read(path), StandardCharsets.UTF_8), call.streams());
        }
        return TypedLines.run(new Interpreter(call.container(), state), call.streams(),
                given.contains("i") || call.streams().in() instanceof Terminal.Input);
    }
}
