"""UIMA CAS, as XMI and as JSON."""

from annotations.formats.cas.archives import CasJson, CasXmi

__all__ = ["CasJson", "CasXmi"]
