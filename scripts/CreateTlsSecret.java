///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp
//CDS

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import demoapp.HelpOptions;
import demoapp.Output;
import demoapp.Problem;
import demoapp.Script;
import demoapp.apply.Masked;
import demoapp.cluster.Cluster;
import demoapp.cluster.ClusterOptions;
import demoapp.cluster.IngressHost;
import demoapp.playground.Playground;
import demoapp.tls.*;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "create-tls-secret", sortOptions = false, synopsisSubcommandLabel = "[trust|untrust]",
        description = {"", "Makes the TLS Secret of an Ingress: a certificate for its hosts, signed by a CA of your own that is"
                + " made once and stays on this machine, or one that you bring. While the Secret's certificate is good it"
                + " changes nothing.", ""},
        footer = {"", "Examples:",
            "  create-tls-secret                                  for step 4, with the host that the cluster has",
            "  create-tls-secret shop-tls --host shop.example.com --host www.example.com -n shop",
            "  create-tls-secret shop-tls --cert fullchain.pem --key privkey.pem",
            "  create-tls-secret trust                            so that this machine's browsers take it",
            "", "Exit code: 0 made or still good, 1 failed, 2 wrong usage, 3 timed out, 130 interrupted."})
class CreateTlsSecret implements Callable<Integer> {
    private static final String CA_HELP = "folder of your CA (default: demoapp in your configuration folder)";
    private static final String STORES = "system|browser|java";
    private static final String STORE_HELP = "only there; may be repeated (default: all of them)";

    @Parameters(arity = "0..1", paramLabel = "NAME", defaultValue = IngressHost.SECRET,
            description = "the Secret's name (default: ${DEFAULT-VALUE}, step 4's)")
    String name;
    @Option(names = "--host", paramLabel = "HOST", description = "a host that it is for; may be repeated, and be *.example.com")
    List<String> hosts = List.of();
    @Option(names = "--ip", paramLabel = "ADDRESS", description = "an address that it is for; may be repeated")
    List<String> ips = List.of();
    @Option(names = "--days", paramLabel = "N", defaultValue = "825",
            description = "how long it is good: 1 to 825 days, since browsers refuse more (default: ${DEFAULT-VALUE})")
    int days;
    @Option(names = "--key-type", paramLabel = "TYPE", defaultValue = "rsa2048", converter = KeyType.Converter.class,
            description = "rsa2048 or ec-p256 (default: ${DEFAULT-VALUE})")
    KeyType keyType;
    @Option(names = "--self-signed", description = "let it vouch for itself, as the article does, instead of your CA")
    boolean selfSigned;
    @Option(names = "--cert", paramLabel = "FILE",
            description = "bring your own: the certificate, and who signed it after it (PEM)")
    Path certificate;
    @Option(names = "--key", paramLabel = "FILE", description = "its private key (PEM); if encrypted, its password is asked for")
    Path key;
    @Option(names = "--renew", description = "make it anew, and replace what is there, whoever made it")
    boolean renew;
    @Option(names = "--out", paramLabel = "DIR", description = "write NAME.crt and NAME.key there too")
    Path out;
    @Option(names = "--dry-run", description = "write nothing, show the Secret without its values")
    boolean dryRun;
    @Option(names = {"-o", "--output"}, paramLabel = "yaml|json", defaultValue = "text", description = "how --dry-run shows it")
    Output output;
    @Option(names = "--ca-dir", paramLabel = "DIR", description = CA_HELP)
    Path authorityFolder;
    @Mixin ClusterOptions options;
    @Mixin HelpOptions help;
    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        refuseContradictions();
        var request = new SecretRequest(name, SubjectNames.of(hosts, ips), days, keyType, selfSigned ? null : authority(), renew,
                BroughtCertificate.read(certificate, key), out);
        request.check();
        try (var cluster = Cluster.connect(options, () -> Playground.ensureStarted(spec.commandLine().getErr()::println))) {
            if (dryRun) {
                var outlook = request.outlook(cluster);
                say(output == Output.TEXT ? outlook.line() : output.of(Masked.of(outlook.object())).stripTrailing());
            } else {
                request.run(cluster).forEach(this::say);
            }
            return 0;
        }
    }

    /** What is brought is as it is. */
    private void refuseContradictions() {
        var parsed = spec.commandLine().getParseResult();
        for (var option : List.of("--self-signed", "--days", "--key-type")) {
            if (certificate != null && parsed.hasMatchedOption(option)) {
                throw Problem.usage(option + " does not go with --cert: a certificate that you bring is taken as it is");
            }
        }
        if (output != Output.TEXT && !dryRun) {
            throw Problem.usage("-o goes with --dry-run");
        }
    }

    @Command(description = "let this machine's programs trust your CA, or say how")
    void trust(@Option(names = "--store", paramLabel = STORES, description = STORE_HELP) Set<TrustStores.Store> stores,
            @Option(names = "--ca-dir", paramLabel = "DIR", description = CA_HELP) Path folder, @Mixin HelpOptions help) {
        authorityFolder = folder == null ? authorityFolder : folder;
        new TrustStores(authority().trustable(), this::say).trust(all(stores));
    }

    @Command(description = "take that back")
    void untrust(@Option(names = "--store", paramLabel = STORES, description = STORE_HELP) Set<TrustStores.Store> stores,
            @Option(names = "--ca-dir", paramLabel = "DIR", description = CA_HELP) Path folder, @Mixin HelpOptions help) {
        authorityFolder = folder == null ? authorityFolder : folder;
        new TrustStores(authority().certificateFile(), this::say).untrust(all(stores));
    }

    private static Set<TrustStores.Store> all(Set<TrustStores.Store> stores) {
        return stores == null ? EnumSet.allOf(TrustStores.Store.class) : stores;
    }

    private LocalAuthority authority() {
        return authorityFolder == null ? LocalAuthority.standard() : new LocalAuthority(authorityFolder);
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    public static void main(String... args) {
        Script.main(new CreateTlsSecret(), args);
    }
}
