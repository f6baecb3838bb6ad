package demoapp.playground.node.commands;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One call of a command.
 *
 * @param words its name and its arguments
 * @param folder the working directory
 */
record Invocation(Container container, List<String> words, Streams streams, Map<String, String> environment,
                  String folder) {
    private static final int LARGEST_INPUT = 16 * 1024 * 1024;

    String name() {
        return FileTree.name(words.get(0));
    }

    List<String> arguments() {
        return words.subList(1, words.size());
    }

    /** The arguments that are no options. */
    List<String> operands() {
        var end = words.indexOf("--");
        return arguments().stream().filter(word -> word.equals("-") || !word.startsWith("-")
                || end >= 0 && words.lastIndexOf(word) > end).toList();
    }

    /** Whether one of the short options is given, alone (`-l`) or among others (`-la`). */
    boolean has(char option) {
        return arguments().stream().anyMatch(word -> word.matches("-[A-Za-z0-9]+") && word.indexOf(option) > 0);
    }

    /** What follows the option, in the same word or as the next one; otherwise when it is not given. */
    String option(String option, String otherwise) {
        for (var i = 1; i < words.size(); i++) {
            if (words.get(i).equals(option)) {
                return i + 1 < words.size() ? words.get(i + 1) : otherwise;
            }
            if (words.get(i).startsWith(option) && !option.startsWith("--")) {
                return words.get(i).substring(option.length());
            }
            if (words.get(i).startsWith(option + "=")) {
                return words.get(i).substring(option.length() + 1);
            }
        }
        return otherwise;
    }

    String path(String operand) {
        return FileTree.absolute(folder, operand);
    }

    FileTree files() {
        return container.files();
    }

    /** All of standard input. */
    byte[] input() throws IOException {
        var bytes = streams.in().readNBytes(LARGEST_INPUT);
        if (bytes.length == LARGEST_INPUT) {
            throw new IOException("memory exhausted");
        }
        return bytes;
    }

    void print(String text) throws IOException {
        write(streams.out(), text);
    }

    /** Says on standard error what went wrong, after the command's name. */
    int fail(int code, String message) throws IOException {
        write(streams.err(), name() + ": " + message + "\n");
        return code;
    }

    static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }
}
