"""Monthly reports over the programme of `factories`: made, worded, kept, taken as files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.utils import translation
from docx import Document
from docx.shared import Pt
from openpyxl import load_workbook

from huizhi.insight.errors import ReportRefused, TemplateWrong
from huizhi.insight.models import Report, TextVersion
from huizhi.insight.reports import services
from huizhi.insight.reports.queries import reports_for, texts_in_force
from huizhi.insight.reports.rendering import proposals, render
from huizhi.insight.reports.word import write_word
from huizhi.insight.reports.workbook import write_workbook
from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners import services as partners
from huizhi.partners.models import Agreement, Project, Visit
from huizhi.partners.part_details import VisitReportDetails
from huizhi.partners.parts import add_part
from huizhi.partners.series.points import record_points
from huizhi.partners.series.services import NewTarget, set_targets
from tests.insight.factories import make_programme, make_promises, pay_allowances
from tests.partners.series import factories as series_factories

pytestmark = pytest.mark.django_db
JULY = dt.date(2021, 7, 1)


@pytest.fixture
def programme(office, second, make_county):
    make_programme(office, make_county)
    pay_allowances(office, second)
    return office


def made(programme, **fields) -> Report:
    return services.make_report(actor=programme, month=JULY, **fields)


def whole(report: Report) -> str:
    return "\n".join(p.text for s in render(report).sections for p in s.paragraphs)


def test_the_figures_stand_beside_last_month_and_last_year(programme):
    counted = made(programme).figures["indicators"]
    assert counted["agreements_signed"] == [1, 1, 0]
    assert counted["agreements_standing"] == [2, 1, 0]
    assert counted["bases_unveiled"] == [1, 0, 0]
    assert counted["bases_open"] == [2, 1, 0]
    assert counted["visitors"] == [95, 0, 0]
    assert counted["people_paid"] == [2, 0, 0]
    assert counted["money_paid"] == [8_000_00, 0, 0]
    assert counted["project_money"] == [40_000_000_00, 40_000_000_00, 10_000_000_00]


def test_the_text_is_written_from_the_data(programme):
    text = whole(made(programme))
    assert "新签协议1项（较上月持平，较上年同月增加1项）" in text
    assert "揭牌基地1个：实践基地" in text
    assert "乙协议（平城区、2021年8月10日）" in text
    assert "1项协议签约后尚无基地和项目：乙协议" in text
    assert "0项：" not in text
    assert "丙协议" not in text  # an intention is not signed


def test_the_text_is_there_in_english_too(programme):
    report = made(programme)
    with translation.override("en"):
        text = whole(report)
    assert "In July 2021, 1 agreements were signed (unchanged on last month" in text


def test_missing_facts_are_problems_with_their_money(programme):
    found = made(programme).figures["problems"]["missing_facts"]
    assert found["count"] == 4
    assert {item["name"] for item in found["items"]} == {"学位", "用人单位", "性质"}


def test_problems_and_tasks_of_the_other_rooms_are_named(programme, make_county):
    make_promises(programme)
    report = made(programme)
    text = whole(report)
    assert "1项协议义务已过时限仍未履行：甲协议：提供场地（平城区、2021年7月20日）" in text
    assert "还有1个问题没有解决：宿舍不足（平城区、2021年7月18日）" in text
    assert "完成下月到期任务1项：筹备论坛（平城区、2021年8月20日）" in text
    reds = report.figures["problems"]["red_lights"]
    names = {item["name"] for item in reds["items"]}
    assert "落实场地" in names
    assert not {"宿舍不足", "甲协议：提供场地"} & names  # each has a passage of its own
    other = made(programme, county=make_county("140221", "阳高县", "Yanggao"))
    assert other.figures["problems"]["overdue_obligations"]["count"] == 0
    assert other.figures["problems"]["open_problems"]["count"] == 0
    assert {i["county"] for i in other.figures["problems"]["red_lights"]["items"]} <= {"阳高县"}


def test_visits_tell_their_heads_and_the_reports_they_delivered(programme):
    for name, title, day in (
        ("调研实践", "乡村用能报告", JULY),
        ("国情调研", "更早的报告", dt.date(2021, 6, 30)),
    ):
        details = VisitReportDetails(title=title, delivered_on=day)
        add_part(actor=programme, owner=Visit.objects.get(name=name), details=details)
    report = made(programme)
    assert "来访：调研实践（95人）。提交报告1份：乡村用能报告。" in whole(report)
    assert report.figures["indicators"]["reports_delivered"] == [1, 1, 0]


def test_series_stand_beside_their_targets_those_behind_first(programme):
    for name, value, assumed in (("屋顶光伏", "150", False), ("能源研究", "40", True)):
        record = Project.objects.get(name=name)
        series = series_factories.series(programme, record, published=True)
        target = NewTarget(JULY, Decimal(100), assumed=assumed)
        set_targets(actor=programme, series=series, targets=[target], source="测试")
        point = series_factories.point(series, "2021-07", value)
        record_points(actor=programme, points=[point])
    assert (
        "有目标的指标序列2个："
        "能源研究的试验指标test-output为40 千瓦时（应完成100 千瓦时，目标为假设，落后）；"
        "屋顶光伏的试验指标test-output为150 千瓦时（应完成100 千瓦时，超前）。"
    ) in whole(made(programme))
    june = services.make_report(actor=programme, month=dt.date(2021, 6, 1))
    assert "有目标的指标序列" not in whole(june)  # their last values are of July


def test_reports_made_before_there_were_tasks_still_show(programme):
    report = made(programme)
    del report.figures["next_tasks"]
    assert "下月到期任务" not in whole(report)


def test_a_report_shows_again_as_it_was(programme):
    report = made(programme)
    before = whole(report)
    agreement = Agreement.objects.get(name="乙协议")
    partners.move(actor=programme, record=agreement, to="ended", on=JULY)
    services.change_text(actor=programme, section="overview", zh="新的写法。", en="New words.")
    assert whole(Report.objects.get(pk=report.pk)) == before
    assert "新的写法。" in whole(made(programme))
    entry = AuditEntry.objects.get(action="reports.make", subject_id=str(report.pk))
    assert report.log_position < entry.position


def test_problems_are_a_third_or_the_report_says_what_else_to_list(programme):
    report = made(programme)
    long = "本月各项工作平稳推进。" * 60
    services.change_text(actor=programme, section="overview", zh=long, en=long)
    thin = made(programme)
    assert render(report).share > 33
    assert not render(thin).enough_problems
    wanted = [one.kind for one in proposals(thin) if one.kind]
    assert set(wanted) == {"bases_without_kind", "projects_without_money", "incomplete_visits"}
    more = services.list_more(actor=programme, report=thin, kinds=wanted, names=20)
    assert render(more).share > render(thin).share
    assert "1个基地没有确定类型：研究院" in whole(more)
    assert [one.kind for one in proposals(more) if one.kind] == []


def test_a_final_report_stays_and_there_is_one_for_a_month(programme):
    first, second = made(programme), made(programme)
    final = services.make_final(actor=programme, report=first)
    assert final.state == "final"
    with pytest.raises(ReportRefused, match="2021-07"):
        services.make_final(actor=programme, report=second)
    for refused in (
        lambda: services.list_more(actor=programme, report=final, kinds=["expired"]),
        lambda: services.discard(actor=programme, report=final),
        lambda: services.make_final(actor=programme, report=final),
    ):
        with pytest.raises(ReportRefused):
            refused()
    services.discard(actor=programme, report=second)
    assert list(Report.objects.all()) == [final]


def test_a_county_makes_and_sees_its_own_only(programme, make_user, make_county):
    pingcheng, yanggao = make_county(), make_county("140221", "阳高县", "Yanggao")
    clerk = make_user(Role.COUNTY, county=pingcheng)
    report = made(clerk)
    assert report.county == pingcheng
    assert report.figures["indicators"]["project_money"][0] == 30_000_000_00
    assert "实习基地" not in whole(report)
    assert report.figures == {**made(programme, county=pingcheng).figures, "on": "2021-07-31"}
    with pytest.raises(OutOfScope):
        services.make_report(actor=clerk, month=JULY, county=yanggao)
    city = made(programme)
    assert city not in reports_for(clerk)
    with pytest.raises(OutOfScope):
        services.make_final(actor=clerk, report=city)


def test_rights(programme, make_user):
    auditor = make_user(Role.AUDITOR)
    with pytest.raises(RightMissing):
        made(auditor)
    with pytest.raises(RightMissing):
        services.change_text(actor=make_user(Role.DEPARTMENT), section="overview", zh="甲", en="a")


def test_a_month_to_come_is_refused(programme):
    with pytest.raises(ReportRefused, match="2999-01"):
        services.make_report(actor=programme, month=dt.date(2999, 1, 1))


def test_wording_has_versions_and_can_be_reset(programme):
    default = texts_in_force()["visits"]
    services.change_text(actor=programme, section="visits", zh="来访{来访批次}批。", en="{visits}.")
    assert texts_in_force()["visits"].zh == "来访{来访批次}批。\n"
    services.reset_text(actor=programme, section="visits")
    assert texts_in_force()["visits"] == default
    assert [v.number for v in TextVersion.objects.filter(section="visits")] == [2, 1]
    with pytest.raises(TemplateWrong, match="来访批次"):
        services.change_text(actor=programme, section="visits", zh="{来访批}", en="x")
    with pytest.raises(TemplateWrong, match="nowhere"):
        services.reset_text(actor=programme, section="nowhere")


def test_the_word_file_has_the_layout_of_official_documents(programme):
    report = made(programme)
    content = write_word(report, render(report))
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "关于2021年7月省校合作和人才工作情况的报告（全市）"
    assert "一、总体情况" in texts
    body = document.paragraphs[texts.index("一、总体情况") + 1]
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert body.runs[0].font.size == Pt(16)
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    for font in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"):
        assert f'w:eastAsia="{font}"' in xml
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        footers = [archive.read(n).decode() for n in archive.namelist() if "footer" in n]
        fonts = archive.read("word/fontTable.xml").decode()
    assert len(footers) == 2
    assert all(" PAGE " in footer and "– " in footer for footer in footers)
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/>' in fonts


def test_the_workbook_holds_figures_problems_and_text(programme):
    report = made(programme)
    book = load_workbook(io.BytesIO(write_workbook(report, render(report))))
    assert book.sheetnames == ["主要指标", "存在问题", "正文"]
    rows = {row[0]: row[1:] for row in book["主要指标"].values}
    assert rows["项目资金"] == ("万元", 4000, 4000, 1000)
    assert ("签约后没有落地的协议", "乙协议", "平城区", "2021-06-01", None, None) in list(
        book["存在问题"].values
    )
