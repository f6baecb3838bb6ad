package demoapp.playground.node.commands;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Commands that print text, or make other text of it. */
final class TextCommands {
    private TextCommands() { }

    static void addTo(Map<String, Command> commands) {
        commands.put("base64", TextCommands::base64);
        commands.put("echo", TextCommands::echo);
        commands.put("head", call -> part(call, true));
        commands.put("md5sum", call -> digest(call, "MD5"));
        commands.put("printf", TextCommands::printf);
        commands.put("seq", TextCommands::seq);
        commands.put("sha256sum", call -> digest(call, "SHA-256"));
        commands.put("tail", TextCommands::tail);
        commands.put("tee", TextCommands::tee);
        commands.put("wc", TextCommands::count);
        commands.put("xargs", TextCommands::xargs);
        commands.put("yes", TextCommands::yes);
    }

    /** The file that an operand names; - or none: standard input. */
    static byte[] bytes(Invocation call, String operand) throws IOException {
        if (operand.equals("-")) {
            return call.input();
        }
        try {
            return call.files().read(call.path(operand));
        } catch (IOException failure) {
            throw new IOException(operand + ": " + failure.getMessage());
        }
    }

    static List<String> lines(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }

    /** The lines of the files that the operands from that one on name. */
    static List<String> lines(Invocation call, int from) throws IOException {
        var lines = new ArrayList<String>();
        for (var operand : operands(call, from)) {
            lines.addAll(lines(bytes(call, operand)));
        }
        return lines;
    }

    private static List<String> operands(Invocation call, int from) {
        var operands = call.operands();
        return operands.size() <= from ? List.of("-") : operands.subList(from, operands.size());
    }

    static void print(Invocation call, List<String> lines) throws IOException {
        for (var line : lines) {
            call.print(line + "\n");
        }
    }

    private static int echo(Invocation call) throws IOException {
        var words = new ArrayList<>(call.arguments());
        var newline = "\n";
        var escapes = false;
        while (!words.isEmpty() && words.get(0).matches("-[neE]+")) {
            var options = words.remove(0);
            newline = options.contains("n") ? "" : newline;
            escapes |= options.contains("e");
        }
        var text = String.join(" ", words);
        call.print((escapes ? unescaped(text) : text) + newline);
        return 0;
    }

    static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r").replace("\\e", "\u001b")
                .replace("\\033", "\u001b").replace("\\\\", "\\");
    }

    private static int printf(Invocation call) throws IOException {
        if (call.arguments().isEmpty()) {
            return call.fail(2, "missing operand");
        }
        var format = unescaped(call.arguments().get(0));
        var values = new ArrayList<>(call.arguments().subList(1, call.arguments().size()));
        do {
            var text = new StringBuilder();
            var match = Pattern.compile("%([-0]?\\d*)(?:\\.\\d+)?([sdiux%bfc])").matcher(format);
            while (match.find()) {
                var kind = match.group(2);
                var value = kind.equals("%") ? "%" : values.isEmpty() ? "" : values.remove(0);
                if (kind.matches("[diu]") && !value.matches("-?\\d+")) {
                    value = "0";
                }
                match.appendReplacement(text, java.util.regex.Matcher.quoteReplacement(match.group(1).isEmpty() ? value
                        : match.group(1).startsWith("0") ? "0".repeat(Math.max(0,
                                Integer.parseInt(match.group(1)) - value.length())) + value
                        : ("%" + match.group(1) + "s").formatted(value)));
            }
            match.appendTail(text);
            call.print(text.toString());
        } while (!values.isEmpty() && format.contains("%"));
        return 0;
    }

    private static int seq(Invocation call) throws IOException {
        var numbers = call.arguments().stream().filter(word -> word.matches("-?\\d{1,9}")).map(Long::valueOf).toList();
        if (numbers.isEmpty()) {
            return call.fail(1, "missing operand");
        }
        var first = numbers.size() > 1 ? numbers.get(0) : 1;
        var step = numbers.size() > 2 ? numbers.get(1) : 1;
        var last = numbers.get(numbers.size() - 1);
        for (var i = first; step > 0 ? i <= last : i >= last && step < 0; i += step) {
            call.print(i + "\n");
        }
        return 0;
    }

    private static int yes(Invocation call) throws IOException, InterruptedException {
        var line = (call.arguments().isEmpty() ? "y" : String.join(" ", call.arguments())) + "\n";
        while (!Thread.interrupted()) {
            call.print(line);
        }
        throw new InterruptedException();
    }

    private static int part(Invocation call, boolean first) throws IOException {
        var count = call.option("-n", "");
        var bytes = call.option("-c", "");
        var short1 = call.arguments().stream().filter(word -> word.matches("-\\d+")).findFirst().orElse("-10");
        var files = call.operands().stream().filter(o -> !o.equals(count) && !o.equals(bytes)).toList();
        for (var operand : files.isEmpty() ? List.of("-") : files) {
            if (first && operand.equals("-") && bytes.isEmpty()) {
                head(call, number(count.isEmpty() ? short1.substring(1) : count));
                continue;
            }
            var content = bytes(call, operand);
            if (!bytes.isEmpty()) {
                var length = (int) Math.min(number(bytes.replace("+", "")), content.length);
                call.streams().out().write(content, first ? 0 : content.length - length, length);
                continue;
            }
            var lines = lines(content);
            var wanted = (int) Math.min(Math.abs(number(count.isEmpty() ? short1.substring(1)
                    : count.replace("+", ""))), lines.size());
            print(call, first ? lines.subList(0, wanted) : count.startsWith("+")
                    ? lines.subList(Math.max(0, Math.min(lines.size(), wanted - 1)), lines.size())
                    : lines.subList(lines.size() - wanted, lines.size()));
        }
        return 0;
    }

    /** Of standard input, which may have no end: no more is read than is shown. */
    private static void head(Invocation call, long count) throws IOException {
        for (var i = 0; i < count; i++) {
            var line = Builtins.readLine(call.streams().in());
            if (line == null) {
                return;
            }
            call.print(line + "\n");
        }
    }

    static long number(String text) throws IOException {
        if (!text.matches("-?\\d{1,18}")) {
            throw new IOException("invalid number '" + text + "'");
        }
        return Long.parseLong(text);
    }

    /** With -f it goes on until it is killed; `tail -f /dev/null` is how containers wait. */
    private static int tail(Invocation call) throws IOException, InterruptedException {
        var code = part(call, false);
        if (!call.has('f') && !call.has('F')) {
            return code;
        }
        var file = call.operands().isEmpty() ? "/dev/null" : call.operands().get(call.operands().size() - 1);
        var path = call.path(file);
        for (var shown = call.files().read(path).length; !path.equals("/dev/null");) {
            call.container().task().sleep(1);
            var bytes = call.files().isFile(path) ? call.files().read(path) : new byte[0];
            call.streams().out().write(bytes, Math.min(shown, bytes.length), Math.max(0, bytes.length - shown));
            call.streams().out().flush();
            shown = bytes.length;
        }
        call.container().task().pass(new Task.Gate());
        return 0;
    }

    private static int count(Invocation call) throws IOException {
        var operands = operands(call, 0);
        for (var operand : operands) {
            var bytes = bytes(call, operand);
            var text = new String(bytes, StandardCharsets.UTF_8);
            var counts = new ArrayList<Long>();
            var all = !call.has('l') && !call.has('w') && !call.has('c');
            if (all || call.has('l')) {
                counts.add(text.chars().filter(c -> c == '\n').count());
            }
            if (all || call.has('w')) {
                counts.add((long) text.strip().split("\\s+").length - (text.isBlank() ? 1 : 0));
            }
            if (all || call.has('c')) {
                counts.add((long) bytes.length);
            }
            var line = counts.size() == 1 ? counts.get(0).toString()
                    : String.join("", counts.stream().map("%10d"::formatted).toList());
            call.print(line + (operand.equals("-") ? "" : " " + operand) + "\n");
        }
        return 0;
    }

    private static int tee(Invocation call) throws IOException {
        var files = new ArrayList<OutputStream>();
        for (var operand : call.operands()) {
            files.add(call.files().write(call.path(operand), call.has('a')));
        }
        var bytes = call.input();
        call.streams().out().write(bytes);
        call.streams().out().flush();
        for (var file : files) {
            file.write(bytes);
            file.close();
        }
        return 0;
    }

    private static int base64(Invocation call) throws IOException {
        var bytes = bytes(call, operands(call, 0).get(0));
        if (call.has('d') || call.arguments().contains("--decode")) {
            try {
                call.streams().out().write(Base64.getMimeDecoder().decode(bytes));
            } catch (IllegalArgumentException notBase64) {
                return call.fail(1, "truncated base64 input");
            }
            return 0;
        }
        var wide = call.has('w') ? -1 : 76;
        call.print(Base64.getMimeEncoder(wide, new byte[] {'\n'}).encodeToString(bytes) + (wide < 0 ? "" : "\n"));
        return 0;
    }

    private static int digest(Invocation call, String algorithm) throws IOException {
        try {
            for (var operand : operands(call, 0)) {
                var digest = MessageDigest.getInstance(algorithm).digest(bytes(call, operand));
                call.print(HexFormat.of().formatHex(digest) + "  " + operand + "\n");
            }
            return 0;
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible); // every Java has both
        }
    }

    private static int xargs(Invocation call) throws IOException, InterruptedException {
        var words = new ArrayList<>(call.arguments().isEmpty() ? List.of("echo") : call.arguments());
        for (var word : new String(call.input(), StandardCharsets.UTF_8).strip().split("\\s+")) {
            words.add(word);
        }
        var command = Commands.find(call.container(), words.get(0), call.folder());
        InputStream nothing = new ByteArrayInputStream(new byte[0]);
        return command.isEmpty() ? call.fail(127, words.get(0) + ": No such file or directory")
                : Commands.run(command.get(), new Invocation(call.container(), words, call.streams().in(nothing),
                        call.environment(), call.folder()));
    }
}
