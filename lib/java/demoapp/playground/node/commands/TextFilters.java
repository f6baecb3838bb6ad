package demoapp.playground.node.commands;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Commands that choose among lines, or change them. */
final class TextFilters {
    private TextFilters() { }

    static void addTo(Map<String, Command> commands) {
        commands.put("cut", TextFilters::cut);
        commands.put("egrep", TextFilters::grep);
        commands.put("grep", TextFilters::grep);
        commands.put("sed", TextFilters::sed);
        commands.put("sort", TextFilters::sort);
        commands.put("tr", TextFilters::translate);
        commands.put("uniq", TextFilters::uniq);
    }

    private static int grep(Invocation call) throws IOException {
        var pattern = call.option("-e", "");
        var operands = call.operands();
        var files = pattern.isEmpty() ? operands.subList(Math.min(1, operands.size()), operands.size())
                : operands.stream().filter(operand -> !operand.equals(call.option("-e", ""))).toList();
        var text = pattern.isEmpty() && !operands.isEmpty() ? operands.get(0) : pattern;
        Pattern regex;
        try {
            var basic = !call.name().equals("egrep") && !call.has('E');
            regex = Pattern.compile(call.has('F') ? Pattern.quote(text) : basic ? text.replace("\\|", "|")
                    .replaceAll("(?<!\\\\)([+?(){}])", "\\\\$1") : text, call.has('i') ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException wrong) {
            return call.fail(2, "bad regex '" + text + "'");
        }
        var found = 0;
        for (var file : files.isEmpty() ? List.of("-") : files) {
            var matches = 0;
            for (var line : TextCommands.lines(TextCommands.bytes(call, file))) {
                if (regex.matcher(line).find() != call.has('v')) {
                    matches++;
                    if (!call.has('q') && !call.has('c')) {
                        call.print((files.size() > 1 && !call.has('h') ? file + ":" : "") + line + "\n");
                    }
                }
            }
            found += matches;
            if (call.has('c')) {
                call.print((files.size() > 1 ? file + ":" : "") + matches + "\n");
            }
        }
        return found > 0 ? 0 : 1;
    }

    /** s/…/…/[gi] and …d, …p with -n. */
    private static int sed(Invocation call) throws IOException {
        var script = call.operands().isEmpty() ? "" : call.operands().get(0);
        var s = Pattern.compile("s(.)(.*?)(?<!\\\\)\\1(.*?)(?<!\\\\)\\1([gi]*)").matcher(script);
        var line = Pattern.compile("(\\d+)(?:,(\\d+))?([pd])").matcher(script);
        var out = new ArrayList<String>();
        var number = 0;
        for (var text : TextCommands.lines(call, 1)) {
            number++;
            if (s.matches()) {
                var regex = Pattern.compile(call.has('E') || call.has('r') ? s.group(2) : s.group(2).replace("\\(", "\0")
                        .replace("\\)", "\1").replaceAll("([+?(){}|])", "\\\\$1").replace("\0", "(").replace("\1", ")"),
                        s.group(4).contains("i") ? Pattern.CASE_INSENSITIVE : 0).matcher(text);
                var to = s.group(3).replace("$", "\\$").replaceAll("\\\\(\\d)", "\\$$1").replace("\\/", "/")
                        .replaceAll("(?<!\\\\)&", "\\$0");
                out.add(s.group(4).contains("g") ? regex.replaceAll(to) : regex.replaceFirst(to));
            } else if (line.matches()) {
                var in = number >= TextCommands.number(line.group(1))
                        && number <= TextCommands.number(line.group(2) == null ? line.group(1) : line.group(2));
                if (in == line.group(3).equals("p")) {
                    out.add(text);
                }
            } else {
                return call.fail(1, "the playground knows only s/…/…/, Np and Nd, not: " + script);
            }
        }
        if (call.has('i') && call.operands().size() > 1) {
            var text = String.join("\n", out) + "\n";
            call.files().store(call.path(call.operands().get(1)), text.getBytes(StandardCharsets.UTF_8));
        } else {
            TextCommands.print(call, out);
        }
        return 0;
    }

    private static int sort(Invocation call) throws IOException {
        var lines = new ArrayList<>(TextCommands.lines(call, 0));
        Comparator<String> order = call.has('n')
                ? Comparator.comparing((String line) -> {
                    var number = Pattern.compile("^\\s*(-?\\d+(\\.\\d+)?)").matcher(line);
                    return number.find() ? Double.parseDouble(number.group(1)) : 0;
                }).thenComparing(Comparator.naturalOrder()) : Comparator.naturalOrder();
        lines.sort(order);
        if (call.has('r')) {
            Collections.reverse(lines);
        }
        TextCommands.print(call, call.has('u') ? lines.stream().distinct().toList() : lines);
        return 0;
    }

    private static int uniq(Invocation call) throws IOException {
        var lines = TextCommands.lines(call, 0);
        for (int i = 0, same; i < lines.size(); i += same) {
            same = 1;
            while (i + same < lines.size() && lines.get(i + same).equals(lines.get(i))) {
                same++;
            }
            call.print((call.has('c') ? "%7d ".formatted(same) : "") + lines.get(i) + "\n");
        }
        return 0;
    }

    private static int cut(Invocation call) throws IOException {
        var delimiter = call.option("-d", "\t");
        var fields = call.option("-f", "");
        var characters = call.option("-c", "");
        var range = Pattern.compile("(\\d*)(-?)(\\d*)").matcher(fields.isEmpty() ? characters : fields);
        if (!range.matches() || delimiter.isEmpty()) {
            return call.fail(1, "the playground knows only one range of fields");
        }
        var from = range.group(1).isEmpty() ? 1 : (int) TextCommands.number(range.group(1));
        var to = range.group(2).isEmpty() ? from : range.group(3).isEmpty() ? Integer.MAX_VALUE
                : (int) TextCommands.number(range.group(3));
        var files = call.operands().stream().filter(o -> !List.of(delimiter, fields, characters).contains(o)).toList();
        for (var line : TextCommands.lines(TextCommands.bytes(call, files.isEmpty() ? "-" : files.get(0)))) {
            var pieces = fields.isEmpty() ? line.split("") : line.split(Pattern.quote(delimiter), -1);
            var chosen = List.of(pieces).subList(Math.min(from - 1, pieces.length), Math.max(Math.min(from - 1,
                    pieces.length), Math.min(to, pieces.length)));
            call.print((pieces.length == 1 && !fields.isEmpty() ? line
                    : String.join(fields.isEmpty() ? "" : delimiter, chosen)) + "\n");
        }
        return 0;
    }

    private static int translate(Invocation call) throws IOException {
        var sets = call.operands().stream().map(TextFilters::set).toList();
        if (sets.isEmpty()) {
            return call.fail(1, "missing operand");
        }
        var text = new StringBuilder();
        new String(call.input(), StandardCharsets.UTF_8).chars().forEach(c -> {
            var index = sets.get(0).indexOf(c);
            if (index < 0) {
                text.append((char) c);
            } else if (!call.has('d') && sets.size() > 1 && !sets.get(1).isEmpty()) {
                text.append(sets.get(1).charAt(Math.min(index, sets.get(1).length() - 1)));
            }
        });
        call.print(text.toString());
        return 0;
    }

    private static String set(String text) {
        var set = new StringBuilder();
        var plain = TextCommands.unescaped(text.replace("[:lower:]", "a-z").replace("[:upper:]", "A-Z")
                .replace("[:digit:]", "0-9").replace("[:space:]", " \t\r\n"));
        for (var i = 0; i < plain.length(); i++) {
            if (i + 2 < plain.length() && plain.charAt(i + 1) == '-') {
                for (var c = plain.charAt(i); c <= plain.charAt(i + 2); c++) {
                    set.append(c);
                }
                i += 2;
            } else {
                set.append(plain.charAt(i));
            }
        }
        return set.toString();
    }
}
