package demoapp.playground.node.commands;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Commands about the container, its processes and the time. */
final class SystemCommands {
    private SystemCommands() { }

    static void addTo(Map<String, Command> commands) {
        commands.put("date", SystemCommands::date);
        commands.put("env", SystemCommands::env);
        commands.put("false", call -> 1);
        commands.put("hostname", call -> say(call, call.has('i') ? call.container().around().ip()
                : call.container().hostname()));
        commands.put("id", call -> say(call, call.has('u') || call.has('g') ? call.has('n') ? "root" : "0"
                : "uid=0(root) gid=0(root) groups=0(root)"));
        commands.put("kill", SystemCommands::kill);
        commands.put("nproc", call -> say(call, Integer.toString(Runtime.getRuntime().availableProcessors())));
        commands.put("printenv", SystemCommands::printenv);
        commands.put("ps", SystemCommands::ps);
        commands.put("sleep", SystemCommands::sleep);
        commands.put("stty", call -> 0);
        commands.put("sync", call -> 0);
        commands.put("timeout", SystemCommands::timeout);
        commands.put("true", call -> 0);
        commands.put("uname", call -> say(call, call.has('a') ? "Linux " + call.container().hostname()
                + " 6.1.0-playground #1 SMP x86_64 GNU/Linux" : call.has('m') ? "x86_64"
                : call.has('r') ? "6.1.0-playground" : call.has('n') ? call.container().hostname() : "Linux"));
        commands.put("which", SystemCommands::which);
        commands.put("whoami", call -> say(call, "root"));
    }

    private static int say(Invocation call, String line) throws IOException {
        call.print(line + "\n");
        return 0;
    }

    private static int date(Invocation call) throws IOException {
        var now = call.container().around().clock().now().atZone(ZoneOffset.UTC);
        var format = call.arguments().stream().filter(word -> word.startsWith("+")).findFirst();
        if (format.isEmpty()) {
            return say(call, DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH).format(now));
        }
        var text = new StringBuilder();
        for (var i = 1; i < format.get().length(); i++) {
            var c = format.get().charAt(i);
            if (c != '%' || i + 1 == format.get().length()) {
                text.append(c);
                continue;
            }
            var pattern = switch (format.get().charAt(++i)) {
                case 'Y' -> "yyyy";
                case 'm' -> "MM";
                case 'd' -> "dd";
                case 'H' -> "HH";
                case 'M' -> "mm";
                case 'S' -> "ss";
                case 'N' -> "nnnnnnnnn";
                case 'F' -> "yyyy-MM-dd";
                case 'T' -> "HH:mm:ss";
                case 'Z' -> "'UTC'";
                case 'z' -> "'+0000'";
                case 'a' -> "EEE";
                case 'b' -> "MMM";
                case 's' -> "'" + now.toEpochSecond() + "'";
                case '%' -> "'%'";
                default -> "'?'";
            };
            text.append(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now));
        }
        return say(call, text.toString());
    }

    /** Prints the environment, or runs a command with another one. */
    private static int env(Invocation call) throws IOException, InterruptedException {
        var environment = new LinkedHashMap<>(call.has('i') ? Map.of() : call.environment());
        var words = new ArrayList<>(call.arguments());
        words.removeIf(word -> word.equals("-i"));
        while (!words.isEmpty() && words.get(0).matches("(?s)[A-Za-z_]\\w*=.*")) {
            var assignment = words.remove(0);
            environment.put(assignment.substring(0, assignment.indexOf('=')),
                    assignment.substring(assignment.indexOf('=') + 1));
        }
        if (!words.isEmpty()) {
            return run(call, words, environment);
        }
        for (var variable : environment.entrySet()) {
            call.print(variable.getKey() + "=" + variable.getValue() + "\n");
        }
        return 0;
    }

    private static int run(Invocation call, List<String> words, Map<String, String> environment)
            throws IOException, InterruptedException {
        var command = Commands.find(call.container(), words.get(0), call.folder());
        return command.isEmpty() ? call.fail(127, "can't execute '" + words.get(0) + "': No such file or directory")
                : Commands.run(command.get(), new Invocation(call.container(), words, call.streams(), environment,
                        call.folder()));
    }

    private static int printenv(Invocation call) throws IOException {
        var code = 0;
        for (var variable : call.environment().entrySet()) {
            if (call.operands().isEmpty()) {
                call.print(variable.getKey() + "=" + variable.getValue() + "\n");
            }
        }
        for (var name : call.operands()) {
            if (call.environment().containsKey(name)) {
                call.print(call.environment().get(name) + "\n");
            } else {
                code = 1;
            }
        }
        return code;
    }

    private static int kill(Invocation call) throws IOException, InterruptedException {
        var process = call.operands().isEmpty() ? "" : call.operands().get(call.operands().size() - 1);
        if (!process.equals("1")) {
            return call.fail(1, "can't kill pid " + process + ": No such process");
        }
        var signal = String.join("", call.arguments()).replaceAll("[-1]*$", "").replaceAll("^-(s|SIG)*", "");
        if (signal.matches("(SIG)?(TERM|INT|QUIT)?|15?|2|3")) { // process 1 does not even see KILL from within
            call.container().task().ask(() -> {
                call.container().program().terminate();
                return null;
            });
        }
        return 0;
    }

    private static int ps(Invocation call) throws IOException {
        var around = call.container().around();
        var main = around.command().isEmpty() ? around.imageName() : String.join(" ", around.command());
        call.print("PID   USER     TIME  COMMAND\n    1 root      0:00 " + main + "\n");
        if (!call.container().own()) {
            call.print("   42 root      0:00 " + String.join(" ", call.words()) + "\n");
        }
        return 0;
    }

    private static int sleep(Invocation call) throws IOException, InterruptedException {
        var seconds = 0.0;
        for (var word : call.operands()) {
            if (word.matches("inf(inity)?")) {
                call.container().task().pass(new Task.Gate());
            }
            if (!word.matches("\\d*\\.?\\d+[smhd]?")) {
                return call.fail(1, "invalid number '" + word + "'");
            }
            seconds += Double.parseDouble(word.replaceFirst("[smhd]$", "")) * (word.endsWith("m") ? 60
                    : word.endsWith("h") ? 3600 : word.endsWith("d") ? 86400 : 1);
        }
        call.container().task().sleep(seconds);
        return 0;
    }

    /** Runs the command. It is not cut off: nothing that is simulated takes long. */
    private static int timeout(Invocation call) throws IOException, InterruptedException {
        var words = new ArrayList<>(call.arguments());
        while (!words.isEmpty() && words.get(0).matches("-.*|[\\d.]+[smhd]?")) {
            words.remove(0);
        }
        return words.isEmpty() ? call.fail(1, "missing operand") : run(call, words, call.environment());
    }

    private static int which(Invocation call) throws IOException {
        var code = 0;
        for (var name : call.operands()) {
            if (Commands.find(call.container(), name, call.folder()).isPresent()) {
                call.print((name.contains("/") ? "" : call.container().isBusybox() ? "/bin/" : "/usr/bin/") + name + "\n");
            } else {
                code = 1;
            }
        }
        return code;
    }
}
