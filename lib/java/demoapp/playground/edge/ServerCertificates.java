package demoapp.playground.edge;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses the certificate for each TLS handshake by the name that the client asks for (SNI), among what there is at that
 * moment; the default one where nothing fits. An alias, JSSE's word for a certificate's name, is a host or a wildcard.
 */
final class ServerCertificates extends X509ExtendedKeyManager {
    private static final String DEFAULT = "";

    private volatile Map<String, TlsCertificate> byHost = Map.of();
    private TlsCertificate fallback;

    /** @param byHost by plain host, or by wildcard */
    void set(Map<String, TlsCertificate> byHost) {
        this.byHost = Map.copyOf(byHost);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        var alias = alias(engine);
        var known = find(alias).key().getAlgorithm();
        return known.equals(keyType) ? alias : null; // null: the next kind of key that the client knows
    }

    private String alias(SSLEngine engine) {
        var certificates = byHost;
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (var name : session.getRequestedServerNames()) {
                var host = name instanceof SNIHostName sni ? Hosts.plain(sni.getAsciiName()) : "";
                if (certificates.containsKey(host)) {
                    return host;
                }
                if (certificates.containsKey(Hosts.wildcard(host))) {
                    return Hosts.wildcard(host);
                }
            }
        }
        return DEFAULT;
    }

    private TlsCertificate find(String alias) {
        var certificate = byHost.get(alias);
        return certificate == null ? fallback() : certificate;
    }

    /** Made when it is first needed: that takes a while. */
    private synchronized TlsCertificate fallback() {
        if (fallback == null) {
            fallback = TlsCertificate.selfSigned();
        }
        return fallback;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return find(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return find(alias).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {DEFAULT};
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return DEFAULT;
    }

    // It serves only

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
