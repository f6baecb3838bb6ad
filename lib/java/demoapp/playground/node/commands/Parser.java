package demoapp.playground.node.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import demoapp.playground.node.commands.Script.Branch;
import demoapp.playground.node.commands.Script.Kind;
import demoapp.playground.node.commands.Script.Part;
import demoapp.playground.node.commands.Script.Redirect;
import demoapp.playground.node.commands.Script.SyntaxError;
import demoapp.playground.node.commands.Script.Word;

/** The grammar of a POSIX shell, as far as containers' one-liners and entrypoints go. */
final class Parser {
    private static final Set<String> ENDS =
            Set.of("then", "elif", "else", "fi", "do", "done", "esac", "}", "in");

    private final Lexer lexer;

    private Parser(String script) {
        lexer = new Lexer(script);
    }

    /** @throws SyntaxError when it is no script */
    static Script parse(String script) {
        var parser = new Parser(script);
        var whole = parser.sequence();
        if (!parser.lexer.isAtEnd()) {
            var unexpected = parser.lexer.operator();
            throw new SyntaxError("syntax error: unexpected \"%s\"".formatted(
                    unexpected.isEmpty() ? parser.lexer.peek() : unexpected), false);
        }
        return whole;
    }

    private Script sequence() {
        var scripts = new ArrayList<Script>();
        while (true) {
            while (lexer.skip("\n") || lexer.skip(";")) {
                continue;
            }
            if (lexer.isAtEnd() || lexer.operator().equals(")") || lexer.operator().equals(";;")
                    || ENDS.contains(lexer.peek())) {
                return scripts.size() == 1 ? scripts.get(0) : new Script.Sequence(scripts);
            }
            var script = either();
            if (lexer.skip("&")) {
                scripts.add(new Script.Background(script));
            } else {
                scripts.add(script);
                if (!lexer.operator().equals(";") && !lexer.operator().equals("\n")) {
                    return scripts.size() == 1 ? scripts.get(0) : new Script.Sequence(scripts);
                }
            }
        }
    }

    private Script either() {
        var left = pipeline();
        while (true) {
            var and = lexer.skip("&&");
            if (!and && !lexer.skip("||")) {
                return left;
            }
            skipNewlines();
            left = new Script.Either(left, and, pipeline());
        }
    }

    private Script pipeline() {
        var negated = false;
        while (lexer.peek().equals("!")) {
            lexer.word();
            negated = !negated;
        }
        var stages = new ArrayList<Script>();
        stages.add(command());
        while (lexer.skip("|")) {
            skipNewlines();
            stages.add(command());
        }
        return stages.size() == 1 && !negated ? stages.get(0) : new Script.Pipeline(stages, negated);
    }

    private void skipNewlines() {
        while (lexer.skip("\n")) {
            continue;
        }
    }

    private Script command() {
        if (lexer.skip("(")) {
            var body = sequence();
            if (!lexer.skip(")")) {
                throw unexpected(")");
            }
            return new Script.Group(body, true, redirects());
        }
        var function = lexer.function();
        if (!function.isEmpty()) {
            skipNewlines();
            return new Script.Function(function, command());
        }
        var compound = switch (lexer.peek()) {
            case "{" -> {
                lexer.word();
                var body = sequence();
                expect("}");
                yield body;
            }
            case "if" -> {
                lexer.word();
                yield branch();
            }
            case "while", "until" -> {
                var until = lexer.word().plain().equals("until");
                var condition = sequence();
                yield new Script.Loop(condition, until, body());
            }
            case "for" -> loop();
            case "case" -> choice();
            default -> null;
        };
        return compound == null ? simple() : new Script.Group(compound, false, redirects());
    }

    private Script branch() {
        var condition = sequence();
        expect("then");
        var then = sequence();
        switch (lexer.peek()) {
            case "elif" -> {
                lexer.word();
                return new Script.If(condition, then, branch());
            }
            case "else" -> {
                lexer.word();
                var otherwise = sequence();
                expect("fi");
                return new Script.If(condition, then, otherwise);
            }
            default -> {
                expect("fi");
                return new Script.If(condition, then, null);
            }
        }
    }

    private Script body() {
        expect("do");
        var body = sequence();
        expect("done");
        return body;
    }

    private Script loop() {
        lexer.word();
        var name = lexer.word().plain();
        skipNewlines();
        List<Word> words = null;
        if (lexer.peek().equals("in")) {
            lexer.word();
            words = new ArrayList<>();
            while (!lexer.isAtEnd() && lexer.operator().isEmpty()) {
                words.add(lexer.word());
            }
        }
        while (lexer.skip(";") || lexer.skip("\n")) {
            continue;
        }
        return new Script.For(name, words, body());
    }

    private Script choice() {
        lexer.word();
        var word = lexer.word();
        skipNewlines();
        expect("in");
        skipNewlines();
        var branches = new ArrayList<Branch>();
        while (!lexer.peek().equals("esac")) {
            lexer.skip("(");
            var patterns = new ArrayList<Word>();
            do {
                patterns.add(lexer.word());
            } while (lexer.skip("|"));
            if (!lexer.skip(")")) {
                throw unexpected(")");
            }
            branches.add(new Branch(patterns, sequence()));
            lexer.skip(";;");
            skipNewlines();
        }
        lexer.word();
        return new Script.Case(word, branches);
    }

    private Script simple() {
        var words = new ArrayList<Word>();
        var redirects = new ArrayList<Redirect>();
        while (true) {
            redirects.addAll(redirects());
            if (lexer.isAtEnd() || !lexer.operator().isEmpty()) {
                break;
            }
            words.add(lexer.word());
        }
        if (words.isEmpty() && redirects.isEmpty()) {
            throw unexpected("");
        }
        return new Script.Simple(words, redirects);
    }

    private List<Redirect> redirects() {
        var redirects = new ArrayList<Redirect>();
        while (true) {
            var number = lexer.redirected();
            var how = lexer.operator();
            if (!Set.of(">", ">>", "<", ">&", "<&", "&>", "<<", "<<-").contains(how)) {
                return redirects;
            }
            lexer.skip(how);
            var from = number >= 0 ? number : how.startsWith("<") ? 0 : 1;
            if (how.startsWith("<<")) {
                redirects.add(new Redirect(from, "<<", lexer.hereDocument(how.equals("<<-"))));
            } else if (how.equals("&>")) {
                redirects.add(new Redirect(1, ">", lexer.word()));
                redirects.add(new Redirect(2, ">&", new Word(List.of(new Part(Kind.TEXT, "1", false)))));
            } else {
                redirects.add(new Redirect(from, how, lexer.word()));
            }
        }
    }

    private void expect(String word) {
        if (!lexer.peek().equals(word)) {
            throw unexpected(word);
        }
        lexer.word();
    }

    private SyntaxError unexpected(String expected) {
        var found = lexer.isAtEnd() ? "end of file" : lexer.operator().isEmpty() ? '"' + lexer.peek() + '"'
                : lexer.operator().equals("\n") ? "newline" : '"' + lexer.operator() + '"';
        return new SyntaxError("syntax error: unexpected " + found
                + (expected.isEmpty() ? "" : " (expecting \"" + expected + "\")"), lexer.isAtEnd());
    }
}
