package demoapp.cluster;

import java.nio.file.Path;
import java.time.Duration;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every script that talks to a cluster: kubectl's names. */
public final class ClusterOptions {
    @Option(names = {"-n", "--namespace"}, paramLabel = "NS", description = "namespace (default: the context's)")
    public String namespace;

    @Option(names = "--context", paramLabel = "C",
            description = "context of the kubeconfig; needed for a cluster that is not local")
    public String context;

    @Option(names = "--kubeconfig", paramLabel = "F",
            description = "kubeconfig file (default: the one of $KUBECONFIG, then kubectl's own, then the playground's)")
    public Path kubeconfig;

    @Option(names = "--timeout", paramLabel = "5m", defaultValue = "5m", converter = DurationConverter.class,
            description = "how long to go on at most: 90s, 5m, 1h (default: ${DEFAULT-VALUE})")
    public Duration timeout;

    /** How messages name the option for the context: a script may need {@code --context} for something else. */
    public String contextOption = "--context";

    /** kubectl's durations: {@code 1h30m}, {@code 90s}, {@code 500ms}. */
    public static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.matches("(?=.)(\\d+h)?(\\d+m)?(\\d+(\\.\\d+)?s)?")) {
                throw new TypeConversionException("'" + text + "' is no duration such as 90s, 5m or 1h30m");
            }
            var duration = Duration.parse("PT" + text.toUpperCase());
            if (duration.isZero()) {
                throw new TypeConversionException("it has to be more than nothing");
            }
            return duration;
        }
    }
}
