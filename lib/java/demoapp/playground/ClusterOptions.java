package demoapp.playground;

import java.nio.file.Path;

/**
 * @param speed how much faster than real waiting goes: starts of containers, probes, back-offs
 * @param seed of what is left to chance; 0: a different one each time
 * @param folder where everything is kept
 * @param port 0: as last time, or any
 * @param httpsPort where Ingresses are served; 0: as last time, or 8443, or any
 */
public record ClusterOptions(double speed, long seed, Path folder, int port, int httpsPort) {

    public static ClusterOptions in(Path folder) {
        return new ClusterOptions(10, 0, folder, 0, 0);
    }
}
