// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/readers.h"
#include "model/transfer/secure_text.h"

#include <memory>

namespace strongroom::transfer {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

constexpr int deepest = 64;
constexpr int mostNodes = 2'000'000;

/// A JSON value whose texts are secret. QJsonDocument would spread them over strings that nobody wipes.
struct Node final
{
    enum class Kind { Null, Truth, Number, Text, Array, Object };
    Kind kind = Kind::Null;
    int line = 0;
    SecureBytes text; ///< of Text its content, of Number and Truth their spelling
    QStringList keys; ///< of Object, beside `children`
    std::vector<Node> children;

    const Node* member(QStringView key) const
    {
        const qsizetype at = keys.indexOf(key);
        return at < 0 ? nullptr : &children[static_cast<std::size_t>(at)];
    }
};

/// RFC 8259, strict, with limits of depth and number of values.
class JsonScanner final
{
public:
    explicit JsonScanner(QByteArrayView text)
        : m_text(text)
    {
    }

    base::Result<Node> read()
    {
        auto node = readValue(0);
        skipSpace();
        if (!node || m_at != m_text.size())
            return Error{ ErrorCode::BadParameter,
                          m_nodes > mostNodes ? u"The file holds too many values."_s
                                              : u"Line %1: this is not JSON."_s.arg(lineHere()),
                          {} };
        return std::move(*node);
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    bool takeIf(char c)
    {
        skipSpace();
        if (atEnd() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    void skipSpace()
    {
        while (
            !atEnd()
            && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
            ++m_at;
    }
    /// Counts on from where it was asked last: lines are asked for in order.
    int lineHere()
    {
        for (; m_counted < m_at && m_counted < m_text.size(); ++m_counted)
            m_line += m_text[m_counted] == '\n' ? 1 : 0;
        return m_line;
    }

    std::optional<Node> readValue(int depth)
    {
        skipSpace();
        if (atEnd() || depth > deepest || ++m_nodes > mostNodes)
            return std::nullopt;
        Node node;
        node.line = lineHere();
        switch (m_text[m_at]) {
        case '{':
            return readObject(std::move(node), depth);
        case '[':
            return readArray(std::move(node), depth);
        case '"': {
            auto text = readText();
            if (!text)
                return std::nullopt;
            node.kind = Node::Kind::Text;
            node.text = std::move(*text);
            return node;
        }
        default:
            return readWord(std::move(node));
        }
    }

    std::optional<Node> readObject(Node node, int depth)
    {
        node.kind = Node::Kind::Object;
        ++m_at;
        if (takeIf('}'))
            return node;
        do {
            skipSpace();
            if (atEnd() || m_text[m_at] != '"')
                return std::nullopt;
            const auto key = readText();
            if (!key || !takeIf(':'))
                return std::nullopt;
            auto child = readValue(depth + 1);
            if (!child)
                return std::nullopt;
            node.keys += QString::fromUtf8(key->view());
            node.children.push_back(std::move(*child));
        } while (takeIf(','));
        return takeIf('}') ? std::optional(std::move(node)) : std::nullopt;
    }

    std::optional<Node> readArray(Node node, int depth)
    {
        node.kind = Node::Kind::Array;
        ++m_at;
        if (takeIf(']'))
            return node;
        do {
            auto child = readValue(depth + 1);
            if (!child)
                return std::nullopt;
            node.children.push_back(std::move(*child));
        } while (takeIf(','));
        return takeIf(']') ? std::optional(std::move(node)) : std::nullopt;
    }

    std::optional<Node> readWord(Node node)
    {
        const qsizetype begin = m_at;
        const auto belongs = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.'
                || c == 'E';
        };
        while (!atEnd() && belongs(m_text[m_at]))
            ++m_at;
        const QByteArrayView word = m_text.sliced(begin, m_at - begin);
        if (word == "null")
            return node;
        node.kind = word == "true" || word == "false" ? Node::Kind::Truth : Node::Kind::Number;
        bool isNumber = false;
        if (node.kind == Node::Kind::Number) {
            word.toByteArray().toDouble(&isNumber);
            if (!isNumber || word.startsWith('+') || word.startsWith('.'))
                return std::nullopt;
        }
        node.text = SecureBytes::copyOf(word);
        return node;
    }

    std::optional<SecureBytes> readText()
    {
        SecureText text;
        ++m_at; // the quote
        while (!atEnd()) {
            const char c = m_text[m_at++];
            if (c == '"')
                return text.take();
            if (static_cast<unsigned char>(c) < 0x20)
                return std::nullopt;
            if (c != '\\')
                text.append(c);
            else if (!readEscape(text))
                return std::nullopt;
        }
        return std::nullopt;
    }

    bool readEscape(SecureText& text)
    {
        if (atEnd())
            return false;
        constexpr QByteArrayView letters = "\"\\/bfnrt";
        constexpr QByteArrayView meanings = "\"\\/\b\f\n\r\t";
        const char letter = m_text[m_at++];
        if (letter != 'u') {
            const qsizetype at = letters.indexOf(letter);
            if (at < 0)
                return false;
            text.append(meanings[at]);
            return true;
        }
        auto unit = readUnit();
        if (!unit || QChar::isLowSurrogate(*unit))
            return false;
        if (QChar::isHighSurrogate(*unit)) {
            if (m_text.size() - m_at < 6 || m_text[m_at] != '\\' || m_text[m_at + 1] != 'u')
                return false;
            m_at += 2;
            const auto low = readUnit();
            if (!low || !QChar::isLowSurrogate(*low))
                return false;
            unit = QChar::surrogateToUcs4(static_cast<char16_t>(*unit), static_cast<char16_t>(*low));
        }
        text.appendCodePoint(*unit);
        return true;
    }

    std::optional<char32_t> readUnit()
    {
        if (m_text.size() - m_at < 4)
            return std::nullopt;
        char32_t unit = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = m_text[m_at++];
            const int digit = c >= '0' && c <= '9' ? c - '0'
                : c >= 'a' && c <= 'f'             ? c - 'a' + 10
                : c >= 'A' && c <= 'F'             ? c - 'A' + 10
                                                   : -1;
            if (digit < 0)
                return std::nullopt;
            unit = unit << 4 | static_cast<char32_t>(digit);
        }
        return unit;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    int m_nodes = 0;
    qsizetype m_counted = 0;
    int m_line = 1;
};

QString plainText(const Node* node) { return node ? QString::fromUtf8(node->text.view()) : QString(); }

void setDate(const Node* node, vault::DateChange& date, RowProblem& problem)
{
    if (!node || node->kind == Node::Kind::Null)
        return;
    const auto seconds = dateFromText(plainText(node));
    if (seconds)
        date = std::optional(*seconds);
    else
        problem = RowProblem::DateNotUnderstood;
}

/// One entry of an export of this program: see writeJson().
ImportRow exportedRow(Node node)
{
    ImportRow row;
    row.line = node.line;
    row.sourceName = plainText(node.member(u"name"));
    row.contentType = plainText(node.member(u"contentType"));
    row.attributes.isEnabled = truthFromText(plainText(node.member(u"enabled")));
    setDate(node.member(u"notBefore"), row.attributes.notBefore, row.problem);
    setDate(node.member(u"expires"), row.attributes.expires, row.problem);
    if (const Node* const tags = node.member(u"tags")) {
        for (qsizetype i = 0; i < tags->keys.size(); ++i)
            row.tags.insert(tags->keys[i], plainText(&tags->children[static_cast<std::size_t>(i)]));
    }
    const qsizetype value = node.keys.indexOf(u"value");
    if (value >= 0)
        row.value = std::move(node.children[static_cast<std::size_t>(value)].text);
    return row;
}

/// Each leaf becomes a row named by its path.
void addLeaves(Node node, const QString& path, const QString& separator, std::vector<ImportRow>& rows)
{
    if (static_cast<qsizetype>(rows.size()) > limits::rows)
        return; // judged by the caller
    if (node.kind != Node::Kind::Object && node.kind != Node::Kind::Array) {
        ImportRow row;
        row.line = node.line;
        row.sourceName = path;
        row.value = std::move(node.text);
        rows.push_back(std::move(row));
        return;
    }
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const QString step
            = node.kind == Node::Kind::Object ? node.keys[static_cast<qsizetype>(i)] : QString::number(i);
        addLeaves(std::move(node.children[i]), path.isEmpty() ? step : path + separator + step, separator,
                  rows);
    }
}

bool isListOfSecrets(const Node& node)
{
    if (node.kind != Node::Kind::Array || node.children.empty())
        return false;
    return std::all_of(node.children.begin(), node.children.end(), [](const Node& child) {
        const Node* const name = child.member(u"name");
        const Node* const value = child.member(u"value");
        return name && value && name->kind == Node::Kind::Text && value->kind == Node::Kind::Text;
    });
}

} // namespace

base::Result<std::vector<ImportRow>> readJson(QByteArrayView utf8, const QString& separator)
{
    auto document = JsonScanner(utf8).read();
    if (!document)
        return document.error();
    Node root = std::move(*document);
    if (root.kind != Node::Kind::Object && root.kind != Node::Kind::Array)
        return Error{ ErrorCode::BadParameter, u"The file must hold a JSON object."_s, {} };

    std::vector<ImportRow> rows;
    const qsizetype secrets = root.keys.indexOf(u"secrets");
    Node* const list = secrets >= 0 ? &root.children[static_cast<std::size_t>(secrets)] : &root;
    if (isListOfSecrets(*list)) {
        for (Node& node : list->children)
            rows.push_back(exportedRow(std::move(node)));
        return rows;
    }
    addLeaves(std::move(root), {}, separator, rows);
    return rows;
}

} // namespace strongroom::transfer
