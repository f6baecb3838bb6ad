package demoapp.playground.node.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * `sh -c` and single commands of the simplest kind: echo, sleep, exit, true, false, rm, trap, joined by `;`, `&&` and
 * `||`. Other commands succeed at once, a loop goes on for ever.
 */
final class Shell extends Program {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash");
    private static final Set<String> COMMANDS = Set.of("true", "false", "echo", "sleep", "exit", "rm", "date", "cat",
            "touch", "mkdir", "chown", "chmod", "ls");
    private static final Set<String> LOOPS = Set.of("while", "until", "for");
    /** A joint, or a word of plain, 'quoted' and "quoted" parts. */
    private static final Pattern TOKENS =
            Pattern.compile("&&|\\|\\||;|\\n|(?:'[^']*'|\"[^\"]*\"|[^\\s;&|'\"]|&(?!&))+");
    private static final Pattern SLEEP = Pattern.compile("sleep (\\d+)");

    /** One command with what joins it to the one before: `;`, `&&` or `||`. */
    private record Step(String joint, List<String> words) { }

    private String trap;

    static boolean understands(List<String> command) {
        if (command.isEmpty()) {
            return false;
        }
        var first = command.get(0).replaceFirst(".*/", "");
        return COMMANDS.contains(first)
                || SHELLS.contains(first) && command.size() > 2 && command.get(1).endsWith("c");
    }

    @Override
    protected void run() {
        var command = around().command();
        if (command.isEmpty()) {
            exit(0); // a shell without a terminal
        } else if (SHELLS.contains(command.get(0).replaceFirst(".*/", ""))) {
            next(parse(command.get(2)), 0, 0);
        } else {
            next(List.of(new Step(";", command)), 0, 0);
        }
    }

    private static List<Step> parse(String script) {
        var steps = new ArrayList<Step>();
        var words = new ArrayList<String>();
        var joint = ";";
        for (var match = TOKENS.matcher(script); match.find();) {
            var token = match.group();
            if (token.equals(";") || token.equals("\n") || token.equals("&&") || token.equals("||")) {
                if (!words.isEmpty()) {
                    steps.add(new Step(joint, List.copyOf(words)));
                    words.clear();
                }
                joint = token.equals("\n") ? ";" : token;
            } else {
                words.add(token.replaceAll("['\"]", ""));
            }
        }
        if (!words.isEmpty()) {
            steps.add(new Step(joint, List.copyOf(words)));
        }
        return steps;
    }

    /** Runs the steps from that index on; `last` is the exit code of the one before. */
    private void next(List<Step> steps, int index, int last) {
        if (index == steps.size()) {
            exit(last);
            return;
        }
        var step = steps.get(index);
        if (step.joint.equals("&&") && last != 0 || step.joint.equals("||") && last == 0) {
            next(steps, index + 1, last);
            return;
        }
        var words = step.words.get(0).equals("exec") ? step.words.subList(1, step.words.size()) : step.words;
        var first = words.isEmpty() ? "true" : words.get(0).replaceFirst(".*/", "");
        var rest = words.isEmpty() ? words : words.subList(1, words.size());
        if (LOOPS.contains(first) || first.equals("tail") || rest.equals(List.of("infinity"))) {
            return; // until it is killed
        }
        switch (first) {
            case "exit" -> exit(rest.isEmpty() ? last : Integer.parseInt(rest.get(0)));
            case "sleep" -> after(rest.isEmpty() ? 0 : seconds(rest.get(0)), () -> next(steps, index + 1, 0));
            case "false" -> next(steps, index + 1, 1);
            case "echo" -> {
                echo(rest);
                next(steps, index + 1, 0);
            }
            case "rm" -> {
                rest.stream().filter(word -> !word.startsWith("-")).forEach(this::remove);
                next(steps, index + 1, 0);
            }
            case "trap" -> {
                trap = rest.isEmpty() ? null : rest.get(0);
                next(steps, index + 1, 0);
            }
            default -> next(steps, index + 1, 0);
        }
    }

    private static double seconds(String text) {
        return text.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(text) : 0;
    }

    private void echo(List<String> words) {
        if (words.stream().noneMatch(word -> word.startsWith(">"))) {
            log(String.join(" ", words));
        }
    }

    private void remove(String path) {
        var plain = path.replaceFirst("/+$", "");
        var slash = plain.lastIndexOf('/');
        around().folders().apply(plain.substring(0, Math.max(0, slash))).remove(plain.substring(slash + 1));
    }

    /** As process 1 a shell or a sleep has no default for SIGTERM: without a trap it waits for SIGKILL. */
    @Override
    public void terminate() {
        if (trap == null) {
            return;
        }
        var sleep = SLEEP.matcher(trap);
        after(sleep.find() ? Double.parseDouble(sleep.group(1)) + 0.2 : 0.2, () -> exit(0));
    }

    @Override
    public Result execute(List<String> command) {
        return command.equals(List.of("false")) ? new Result(1, "") : Result.OK;
    }
}
