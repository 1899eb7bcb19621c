package dev.carillon.carrier.sip.peer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.carrier.sip.message.Octets;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/**
 * What the settings of an agent say of how it is called. The password is none of them.
 *
 * @param uri      as it was written: what the INVITE is sent to
 * @param host     of the address, IPv6 without brackets
 * @param port     -1: what SRV says, else the default port
 * @param trust    over TLS alone
 * @param username for who answers a challenge; null: none is answered
 * @param headers  which of a task's dynamic variables are told to it, and in which header
 */
public record SipAgent(String uri, Transport transport, String host, int port, @Nullable Trust trust,
        @Nullable String username, List<HeaderFrom> headers) {

    public SipAgent {
        headers = List.copyOf(headers);
    }

    /**
     * Reads them.
     *
     * @param json a JSON object
     * @throws Refusal that names what is wrong in {@code sip} and what is allowed
     */
    public static SipAgent parse(String json) {
        return new AgentReader(json).agent();
    }

    /** To which a digest of its password goes, perhaps with its port. */
    public Set<String> hosts() {
        return Set.of(HostText.withPort(host, port));
    }

    /** A header of the INVITE, and the dynamic variable that it tells. */
    public record HeaderFrom(String name, String variable) {

        /**
         * Its value: the variable in octets of UTF-8, a character each, as headers have them. What controls a
         * line becomes a space, and what is too long is cut; a variable that the task has not, or that is
         * blank, is told in no header.
         */
        public Optional<String> value(Map<String, String> variables) {
            return text(variables).map(text -> Octets.of(cut(text)));
        }

        /** The same as people's text, and whole. */
        public Optional<String> text(Map<String, String> variables) {
            return Optional.of(variables.getOrDefault(variable, "").replaceAll("\\p{Cntrl}", " ").strip())
                    .filter(text -> !text.isEmpty());
        }

        /** No character is cut in two. */
        private static String cut(String text) {
            ByteBuffer room = ByteBuffer.allocate(HeaderRules.LONGEST);
            CharBuffer from = CharBuffer.wrap(text);
            StandardCharsets.UTF_8.newEncoder().encode(from, room, true);
            return text.substring(0, from.position());
        }
    }
}
