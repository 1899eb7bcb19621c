package dev.carillon.carrier.sip.peer;

/** Certificates of the tests; whoever made them has thrown away the keys. */
final class Certificates {

    static final String AUTHORITY = """
            -----BEGIN CERTIFICATE-----
            MIIBmjCCAUGgAwIBAgIUO8maHR1RqY6XHxKGKvlWRIlMa4wwCgYIKoZIzj0EAwIw
            IjEgMB4GA1UEAwwXQ2FyaWxsb24gdGVzdCBhdXRob3JpdHkwIBcNMjYxMTMwMTMy
            NTE5WhgPMjEyNjExMDYxMzI1MTlaMCIxIDAeBgNVBAMMF0NhcmlsbG9uIHRlc3Qg
            YXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJMNrao4tcn6+YUZp
            S454kkImg1lfPfpTd2Ie/Vbpgt+xPzsSkQKzhFPHrpgiUpyWeQyxbag2eY0RKVAi
            tAgB5qNTMFEwHQYDVR0OBBYEFKirmYYR8DS3cM3b/mEKK4XWYQ9zMB8GA1UdIwQY
            MBaAFKirmYYR8DS3cM3b/mEKK4XWYQ9zMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
            zj0EAwIDRwAwRAIgCbPX7ID4kR8B8mQtqA7sAIeY6MBPUeDnCR4+jJ6/nKgCIFqI
            ajzop2tgn1kCy3slZFZGwdMjkpmlM6B4Of3hONiw
            -----END CERTIFICATE-----
            """;

    private Certificates() {
    }
}
