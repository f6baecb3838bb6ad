package demoapp.playground.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Warnings as headers: each once, and cut when they are too long in all. See
 * https://github.com/kubernetes/apiserver/blob/v0.32.1/pkg/endpoints/filters/warning.go
 */
final class Warning {
    private static final int ALL = 4 * 1024;
    private static final int ONE_OF_TOO_MANY = 256;

    private Warning() { }

    static List<String> headers(List<String> warnings) {
        var texts = warnings.stream().distinct()
                .filter(text -> !text.isEmpty() && text.chars().noneMatch(Character::isISOControl)).toList();
        var cut = texts.stream().mapToInt(Warning::length).sum() > ALL;
        var headers = new ArrayList<String>();
        var written = 0;
        for (var text : texts) {
            if (cut && written >= ALL) {
                break;
            }
            var shown = cut && length(text) > ONE_OF_TOO_MANY
                    ? text.substring(0, text.offsetByCodePoints(0, ONE_OF_TOO_MANY)) : text;
            written += length(shown);
            headers.add("299 - \"" + shown.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        return headers;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
