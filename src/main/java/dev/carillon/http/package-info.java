/**
 * The HTTP boundary: {@link dev.carillon.http.HttpServer} turns a request into a
 * {@link dev.carillon.http.Request}, finds its {@link dev.carillon.http.Route}, and writes the
 * {@link dev.carillon.http.Answer} or the refusal in one envelope. Who a caller is comes in by the port
 * {@link dev.carillon.http.Authenticator}. Deliberately absent: any feature, any SQL, binding of JSON to
 * classes (a request is read field by field, so that every refusal can name its field).
 */
@NullMarked
package dev.carillon.http;

import org.jspecify.annotations.NullMarked;
