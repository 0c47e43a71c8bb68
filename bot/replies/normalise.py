"""One form for all the ways of typing the same thing: full width, quotes, brackets, bullets, invisible marks, emoji.

What comes out is plain: ASCII digits and punctuation, the Chinese marks 。 and 、 kept, quotes gone (they only
get in the
way of title words), every tick written ✅, every cross ❌, other pictures turned into a space.
"""

from __future__ import annotations

import re
import unicodedata

from bot.replies.dictated import as_written

_QUOTE = re.compile(r"(?<![A-Za-z])'|'(?![A-Za-z])")
_LETTER_O = re.compile(r"(?<=\d)[Oo](?=[\d%Oo])")
# Who wrote and when, on a line of its own above the words, as messengers copy it: 陈红 8/24 10:32.
_DATE = r"(?:(?:20\d{2}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?)"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_HEAD = re.compile(
    rf"^(?!.*(?:任务|编号|第|task|no))[^\d\n%,。;:]{{0,40}}(?:{_DATE}\s*|(?<=\S)\s+){_CLOCK}[ \t]*\n", re.I | re.M
)
_STAMP = re.compile(rf"(20\d{{2}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?)[ \t]+{_CLOCK}(?!\d|[ \t]*%)")
_NUMBERS = r"(\d{1,3}(?:[、,和]\d{1,3})*)(?:号|项)?(?:任务)?"
_LEFT_OUT = re.compile(rf"(?<![\d.除了]){_NUMBERS}(?:除外|以外|之外)|除了?{_NUMBERS}(?:以外|之外)")  # 17除外，其余正常
_APART = re.compile(
    rf"除了?{_NUMBERS}([^\d,。;、和及与外\n]{{2,8}}?)(?:以外|之外|外),?(?=其[余他它]|都|均|全)"
)  # 除91没动外其他…
_RUNNING = re.compile(r"(?<=[^\s，,。;；:：、（(第①-⑳])(?=[②-⑳])")  # ①已上线②已培训
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})[、,](\d{1,2})(?=月份)")  # 9、10月份: the later
_POINT = re.compile(r"(^|[。;\n])(\d)\.(?=24 ?小时|7[x×*]24)")  # 5.24小时自助区
LONGEST = 20_000
"""Characters read of one message; what lies beyond is left unread."""

_MAP: dict[str, str] = {}
_MAP.update(dict.fromkeys('“”„‟"「」『』`´\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0f\u00ad', ""))
_MAP.update(dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""))
_MAP.update(dict.fromkeys("✔✓☑√🆗", "✅"))
_MAP.update(dict.fromkeys("✖✗✘☒", "❌"))
_MAP.update(dict.fromkeys("〔【〖〘［", "("))
_MAP.update(dict.fromkeys("〕】〗〙］", ")"))
_MAP.update(dict.fromkeys("‐‑‒–—―−﹣－─", "-"))
_MAP.update(dict.fromkeys("〜～∼", "~"))
_MAP.update(dict.fromkeys("﹐､", ","))
_MAP.update(dict.fromkeys("｡", "。"))
_MAP.update(dict.fromkeys("•●○◆◇■□▪▶►★☆", " "))
_MAP.update(dict.fromkeys("‘’", "'"))
_MAP["…"] = "。"
_ARROW = re.compile("(?:(?<![ \t])[ \t]+)?(?:[-=]{1,2}>|[→⇒➡])[ \t]*")
_TRADITIONAL = (
    "項個條無沒辦結進開關時間預計達標報難題動還請發檢業務實際應統維護運營環評議據數問單電網頁費貸額價錢種類農產驗證"
    "許權設備貨車體現場該這過長門縣鄉鎮區處廳級勞執審購買賣銷帳賬戶聯繫線話號碼錯對專員會記錄簽訂協調來傳轉終於從後"
    "與為將並幾萬億兩雙雲暫緩擱啟試點剛順繼續嗎麼總領導說給們劃衛財經濟稅資廠樓鋪邊內節團圖變齊歸檔滿壓減縮掛測繪選"
    "確認書訓層綜廣庫貿誠監屬職責園準範擴籌撥補貼獎勵創強復訊礙滯遲遞簡註採積極術論構規則獨獲異當盤稱穩競舉製詢誤課"
    "諮識質輔輕遠適醫鏈閉階隨險機氣罰優",
    "项个条无没办结进开关时间预计达标报难题动还请发检业务实际应统维护运营环评议据数问单电网页费贷额价钱种类农产验证"
    "许权设备货车体现场该这过长门县乡镇区处厅级劳执审购买卖销帐账户联系线话号码错对专员会记录签订协调来传转终于从后"
    "与为将并几万亿两双云暂缓搁启试点刚顺继续吗么总领导说给们划卫财经济税资厂楼铺边内节团图变齐归档满压减缩挂测绘选"
    "确认书训层综广库贸诚监属职责园准范扩筹拨补贴奖励创强复讯碍滞迟递简注采积极术论构规则独获异当盘称稳竞举制询误课"
    "咨识质辅轻远适医链闭阶随险机气罚优",
)
"""The letters of reports as a traditional keyboard types them, and their simplified forms."""
_MAP.update(zip(*_TRADITIONAL, strict=True))
_MAP["\r"] = "\n"
_MAP["﹑"] = "、"
_MAP.update({chr(0x2460 + n): f"({n + 1})" for n in range(20)})  # ① is an ordinal of the writer's own, not a 1
_MAPPED = re.compile(f"[{re.escape(''.join(_MAP))}]")
_STRANGE = re.compile(r"[^\w -\x7f\n\t]")


def normalise(text: str) -> str:
    """Return the text in its one plain form."""
    text = _RUNNING.sub("；", text[:LONGEST])
    plain = _QUOTE.sub("", _mapped(unicodedata.normalize("NFKC", _mapped(text[:LONGEST].replace("\r\n", "\n")))))
    kept = _LETTER_O.sub("0", _STRANGE.sub(lambda m: _keep(m[0]), _ARROW.sub("变为", plain))).strip()
    kept = kept.replace("元月", "1月")
    if "外" in kept:
        kept = _APART.sub(r"\1\2,", kept)
        kept = _LEFT_OUT.sub(lambda m: f"除{m[1] or m[2]}外", kept)
    if "月份" in kept:
        kept = _MONTHS.sub(lambda m: m[2] if int(m[2]) == int(m[1]) + 1 <= 12 else m[0], kept)
    kept = _POINT.sub(r"\1\2. ", kept)
    kept = as_written(kept)
    return _STAMP.sub(r"\1", _HEAD.sub("", kept))


def _mapped(text: str) -> str:
    return _MAPPED.sub(lambda m: _MAP[m[0]], text)


def _keep(char: str) -> str:
    """Return what is to stand for a character that is no letter, figure or plain mark."""
    if char in "✅❌⏳🔄🚧":
        return char
    category = unicodedata.category(char)
    if category[0] in "PL" or category in ("Nl", "No", "Sc"):
        return char
    return "" if category in ("Mn", "Cf") else " "
