package demoapp.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import demoapp.Problem;

/** Which manifests are meant: one of the article's steps, or one's own. */
public final class StepOptions {
    @Parameters(arity = "0..1", paramLabel = "N", converter = StepNumber.class, description = "the step: 1 to 4")
    public Integer step;

    @Option(names = {"-f", "--filename"}, paramLabel = "FILE|DIR|-",
            description = "your own manifests in place of a step: a file, all YAML and JSON files of a folder, or - for"
                    + " standard input")
    public List<String> files = List.of();

    @Option(names = "--set", paramLabel = "NAME=VALUE",
            description = "value of a placeholder $${NAME} in the manifests")
    List<String> settings = List.of();

    /** @throws Problem when neither or both are given, or the step does not exist */
    public void check() {
        if ((step == null) == files.isEmpty()) {
            throw Problem.usage(step == null ? "which step? 1, 2, 3 or 4; or -f with manifests of your own"
                    : "either a step or -f, not both");
        }
        if (step != null) {
            Steps.check(step);
        }
        settings();
    }

    /** NAME → value. Split here, since picocli would take quotes in a value for its own. */
    public Map<String, String> settings() {
        var values = new LinkedHashMap<String, String>();
        for (var setting : settings) {
            var equals = setting.indexOf('=');
            if (equals < 1) {
                throw Problem.usage("--set takes NAME=VALUE");
            }
            values.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return values;
    }

    public List<Manifest> read(Placeholders placeholders) {
        return step == null ? Manifests.read(files, placeholders) : Steps.read(step, placeholders);
    }

    /** How messages name it. */
    public String title() {
        return step == null ? String.join(", ", files) : "step " + step;
    }

    static final class StepNumber implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("\\d{1,4}")) {
                throw new TypeConversionException("'" + text + "' is no step; manifests of your own go with -f");
            }
            return Integer.valueOf(text);
        }
    }
}
