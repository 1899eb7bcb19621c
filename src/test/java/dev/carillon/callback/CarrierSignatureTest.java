package dev.carillon.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.http.FormBody;

class CarrierSignatureTest {

    private static final String PLAIN = "https://calls.example.com/x";
    private static final String PORT = "https://calls.example.com:8443/x";

    /** By openssl: the address, then a1b2, under the secret "secret". */
    @ParameterizedTest
    @CsvSource({PLAIN + ",kG7kPIFra5hkQWuRB+BLcFsarzc=,true",
            PLAIN + ",jnwbGm2FKUYXcBVrVtbd3KedHw8=,true",
            PORT + ",1AzVeqhBWtArIyh7eiuiOEz0MmI=,true",
            PORT + ",kG7kPIFra5hkQWuRB+BLcFsarzc=,true",
            PLAIN + ",63e9Vj7JBE1XLtftoGtyAzDTe4U=,false",
            PLAIN + ",PImmT8rE8UdN2TJ8+PUqwgasogU=,false",
            PORT + ",jnwbGm2FKUYXcBVrVtbd3KedHw8=,false",
            PLAIN + ",x,false"})
    void the_address_that_was_given_out_is_signed_with_its_port_or_without(String given, String signature,
            boolean right) {
        assertEquals(right, CarrierSignature.isRight(signature, "secret", given, FormBody.of("b=2&a=1")));
    }
}
