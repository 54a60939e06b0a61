"""Certificates of servers on loopback, good and bad."""

import datetime as dt
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)
Made = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def certificate(
    name: str, signer: Made | None = None, host: str = "127.0.0.1", until: dt.timedelta = DAY
) -> Made:
    """Make a certificate, signed by another or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    authority, signing = (subject, key) if signer is None else (signer[0].subject, signer[1])
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - 2 * DAY)
        .not_valid_after(NOW + until)
        .add_extension(x509.BasicConstraints(ca=signer is None, path_length=None), critical=True)
        .add_extension(alternative, critical=False)
        .add_extension(_usage(signs=signer is None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .sign(signing, hashes.SHA256())
    )
    return made, key


def server_context(made: Made, folder: Path) -> ssl.SSLContext:
    """Return the context of a server with a certificate."""
    path = folder / "server.pem"
    form = serialization.Encoding.PEM
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(made[1].private_bytes(form, *private) + made[0].public_bytes(form))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def write_authority(made: Made, folder: Path) -> Path:
    """Write the certificate of an authority to a file, and return its path."""
    path = folder / "authority.pem"
    path.write_bytes(made[0].public_bytes(serialization.Encoding.PEM))
    return path


def _usage(*, signs: bool) -> x509.KeyUsage:
    """Return what the key of an authority, or of a server, is for; Python 3.13 insists on it."""
    uses = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    never = dict.fromkeys((*uses, "crl_sign", "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(digital_signature=not signs, key_cert_sign=signs, **never)
