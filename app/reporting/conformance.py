"""One file that states both PDF/A-3a and PDF/UA-1: WeasyPrint states the first, the second is added here."""

from __future__ import annotations

from typing import Any

VARIANT = "pdf/a-3a"

# PDF/A asks that a property it does not know is described in the file itself.
_PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


def state_both(metadata: Any) -> None:  # noqa: ANN401 - WeasyPrint's DocumentMetadata carries no types
    """Let this document's metadata name PDF/UA-1 too. Raises ValueError if WeasyPrint writes them otherwise."""
    original = metadata.generate_rdf_metadata

    def with_pdf_ua(*arguments: Any) -> bytes:  # noqa: ANN401 - WeasyPrint carries no types
        rdf: bytes = original(*arguments)
        if rdf.count(b"</rdf:RDF>") != 1:
            raise ValueError("WeasyPrint writes its metadata in another form than expected")
        return rdf.replace(b"</rdf:RDF>", _PDF_UA)

    metadata.generate_rdf_metadata = with_pdf_ua
