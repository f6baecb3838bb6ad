package demoapp.playground.node.commands;

import java.io.IOException;
import java.util.List;

/** `test EXPRESSION` and `[ EXPRESSION ]`. */
final class TestCommand {
    private TestCommand() { }

    static int run(Invocation call) throws IOException {
        var words = call.arguments();
        if (call.name().equals("[")) {
            if (words.isEmpty() || !words.get(words.size() - 1).equals("]")) {
                return call.fail(2, "missing ]");
            }
            words = words.subList(0, words.size() - 1);
        }
        try {
            return either(call, words) ? 0 : 1;
        } catch (NumberFormatException notANumber) {
            return call.fail(2, "bad number");
        }
    }

    private static boolean either(Invocation call, List<String> words) throws IOException {
        var or = words.indexOf("-o");
        if (or > 0) {
            return either(call, words.subList(0, or)) || either(call, words.subList(or + 1, words.size()));
        }
        var and = words.indexOf("-a");
        if (and > 0) {
            return either(call, words.subList(0, and)) && either(call, words.subList(and + 1, words.size()));
        }
        if (words.size() > 1 && words.get(0).equals("!")) {
            return !either(call, words.subList(1, words.size()));
        }
        return switch (words.size()) {
            case 0 -> false;
            case 1 -> !words.get(0).isEmpty();
            case 2 -> one(call, words.get(0), words.get(1));
            case 3 -> two(words.get(0), words.get(1), words.get(2));
            default -> throw new IOException("too many arguments");
        };
    }

    private static boolean one(Invocation call, String how, String operand) throws IOException {
        var path = call.path(operand);
        return switch (how) {
            case "-n" -> !operand.isEmpty();
            case "-z" -> operand.isEmpty();
            case "-e", "-r", "-w" -> call.files().exists(path);
            case "-f" -> call.files().isFile(path);
            case "-d" -> call.files().isFolder(path);
            case "-s" -> call.files().isFile(path) && call.files().read(path).length > 0;
            case "-x" -> call.files().isFolder(path)
                    || Commands.find(call.container(), operand, call.folder()).isPresent();
            case "-t" -> call.streams().in() instanceof Terminal.Input;
            case "-L", "-h", "-S", "-p" -> false;
            default -> throw new IOException(how + ": unknown operand");
        };
    }

    private static boolean two(String left, String how, String right) throws IOException {
        return switch (how) {
            case "=", "==" -> left.equals(right);
            case "!=" -> !left.equals(right);
            case "-eq" -> Long.parseLong(left.strip()) == Long.parseLong(right.strip());
            case "-ne" -> Long.parseLong(left.strip()) != Long.parseLong(right.strip());
            case "-lt" -> Long.parseLong(left.strip()) < Long.parseLong(right.strip());
            case "-le" -> Long.parseLong(left.strip()) <= Long.parseLong(right.strip());
            case "-gt" -> Long.parseLong(left.strip()) > Long.parseLong(right.strip());
            case "-ge" -> Long.parseLong(left.strip()) >= Long.parseLong(right.strip());
            default -> throw new IOException(how + ": unknown operand");
        };
    }
}
